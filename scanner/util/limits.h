#ifndef UTIL_LIMITS_H
#define UTIL_LIMITS_H

/* Every ceiling of a scan in one place. What a ceiling cuts is said in the report's sources and
 * makes what depends on it unknown. */

#define KIB 1024u
#define MIB (1024u * KIB)

enum rh_limits {
    /* the worker process */
    LIMIT_WORKER_SECONDS = 60,        /* wall clock, unless --timeout says otherwise */
    LIMIT_WORKER_MEMORY = 1024 * MIB, /* address space; not in sanitizer builds */
    LIMIT_WORKER_FILES = 256,         /* open descriptors */
    LIMIT_WORKER_ANSWER = 32 * MIB,   /* bytes over the pipe */

    /* git */
    LIMIT_TREE_ENTRIES = 200000,
    LIMIT_TREE_DEPTH = 256,
    LIMIT_IGNORE_RULES = 5000,      /* of one .gitignore */
    LIMIT_IGNORE_COST = 2000000000, /* bytes of patterns times bytes of paths */
    LIMIT_DIRTY_BYTES = 64 * MIB,   /* that are hashed to tell whether a file was changed */
    LIMIT_FOLDER_ENTRIES = 1000000, /* files and folders on disk that are looked at */
    LIMIT_PATH_BYTES = 4096,
    LIMIT_PATHS_BYTES = 32 * MIB, /* the paths of all files */
    LIMIT_TREES_BYTES = 64 * MIB, /* the tree objects from the root down to where a walk is */
    LIMIT_TREE_BYTES = 32 * MIB,  /* one tree object */
    LIMIT_COMMIT_BYTES = 1 * MIB, /* one commit object */
    LIMIT_COMMITS = 1000000,
    LIMIT_REFS = 10000,
    LIMIT_REVISION_BYTES = 1024, /* of --rev */
    LIMIT_FIXES = 100000,        /* mentions of issues in messages */
    LIMIT_HISTORY_SECONDS = 20,  /* cpu for the walk over all commits */
    LIMIT_PATH_COMMITS = 5000,   /* newest commits whose changed paths are looked at */
    LIMIT_PATH_MILLISECONDS = 2000,
    LIMIT_VERSIONS_MILLISECONDS = 500, /* cpu for the history of one file */
    LIMIT_CONTROL_FILE = 16 * MIB,     /* .git/config, index, ... */
    LIMIT_INDEX_BYTES = 64 * MIB,
    LIMIT_PACKED_REFS = 64 * MIB,
    LIMIT_OBJECT_BYTES = 64 * MIB, /* any object, and what one is a delta against */
    LIMIT_READ_WINDOW = 2 * MIB,   /* of a pack, while a snapshot is read */
    LIMIT_READ_MAPPED = 12 * MIB,  /* all of them: mapped bytes count as memory in use */
    LIMIT_PACK_WINDOW = 8 * MIB,   /* while a pack is fetched */
    LIMIT_PACK_MAPPED = 32 * MIB,
    LIMIT_PACK_FILES = 64, /* open at a time */

    /* archives */
    LIMIT_ARCHIVE_ENTRIES = 65535,
    LIMIT_ARCHIVE_MIB = 4096,     /* that it may unpack to */
    LIMIT_ARCHIVE_KEPT_MIB = 256, /* of its files in memory; of the rest the size is known */

    /* a transfer */
    LIMIT_FETCH_SECONDS = 3600,     /* wall clock */
    LIMIT_FETCH_STALL_SECONDS = 60, /* without a byte */
    LIMIT_FETCH_MIB = 4096,         /* received, and of one file */
    LIMIT_FETCH_MEMORY_MIB = 2048,  /* address space */
    LIMIT_FETCH_OBJECTS = 10000000,

    /* what a forge says */
    LIMIT_FORGE_BYTES = 64 * MIB, /* of a record, unpacked */
    LIMIT_FORGE_ITEMS = 100000,   /* issues and pull requests */
    LIMIT_FORGE_LABELS = 50,      /* an item */
    LIMIT_FORGE_COMMENTS = 1000,  /* an item */
    LIMIT_FORGE_EVENTS = 100,     /* an item */
    LIMIT_FORGE_RELEASES = 1000,
    LIMIT_FORGE_FORKS = 100,
    LIMIT_FORGE_ANSWER = 10 * MIB, /* one answer's body, unpacked */
    LIMIT_FORGE_HEADERS = 64 * KIB,
    LIMIT_FORGE_TOKEN = 255,
    LIMIT_LINKS_ASKED = 200,    /* addresses of one repository */
    LIMIT_FORGE_SECONDS = 1800, /* wall clock for all that is asked */
    LIMIT_FORGE_CACHED = 200,   /* answers that are kept on disk */
    LIMIT_FORGE_TEXT = 300,     /* bytes of a title, a label, a name */

    /* files */
    LIMIT_BLOB_BYTES = 4 * MIB,
    LIMIT_DOCUMENT_BYTES = 1 * MIB,     /* README and other pages */
    LIMIT_CONFIG_BYTES = 256 * KIB,     /* manifests, YAML, TOML */
    LIMIT_SOURCE_FILES = 5000,          /* own code files that are read */
    LIMIT_SOURCE_BYTES = 64 * MIB,      /* in all */
    LIMIT_LINE_BYTES = 16 * KIB,        /* longer lines are cut before a pattern sees them */
    LIMIT_DOCUMENTS = 400,              /* Markdown pages besides the README */
    LIMIT_DOCUMENTS_BYTES = 16 * MIB,   /* of their text, in all */
    LIMIT_DOCUMENTS_MEMORY = 256 * MIB, /* that taking them apart may take */

    /* parsers */
    LIMIT_MARKDOWN_EVENTS = 500000,
    LIMIT_YAML_EVENTS = 50000,
    LIMIT_YAML_DEPTH = 64,
    LIMIT_YAML_ALIASES = 1000,  /* in scanned files; rule files have none */
    LIMIT_JSON_VALUES = 200000, /* of one text; each takes up to 300 bytes */

    /* the report */
    LIMIT_OBSERVATIONS = 20000,
    LIMIT_EVIDENCE = 50, /* a finding */
    LIMIT_QUOTE_BYTES = 200,
    LIMIT_SHOWN_PATH_BYTES = 1024,
};
#endif
