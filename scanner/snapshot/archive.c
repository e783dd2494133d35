/* The snapshot of an archive: read once, front to back, into memory; nothing is unpacked to disk.
 */
#include "snapshot/archive.h"

#include "snapshot/maker.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/map.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

/* What is wrong with an entry, or worth saying; the first that holds. */
enum fault {
    FAULT_NONE,
    FAULT_OUTSIDE,
    FAULT_LONG,
    FAULT_GIT,
    FAULT_DEVICE,
    FAULT_LINK_OUTSIDE,
    FAULT_DOUBLE,
    FAULT_ENCRYPTED,
    FAULT_DAMAGED,
    FAULT_COUNT,
};

struct fault_words {
    const char *one, *many;
    bool partial; /* files are missing that an ordinary archive would have given */
};

static const struct fault_words fault_words[FAULT_COUNT] = {
    [FAULT_OUTSIDE] = {"1 entry leads out of it and was left out",
                       "%zu entries lead out of it and were left out", false},
    [FAULT_LONG] = {"1 path is too long or too deep and was left out",
                    "%zu paths are too long or too deep and were left out", true},
    [FAULT_GIT] = {"its .git was ignored", "its .git was ignored (%zu entries)", false},
    [FAULT_DEVICE] = {"1 device, pipe or socket was left out",
                      "%zu devices, pipes or sockets were left out", false},
    [FAULT_LINK_OUTSIDE] = {"1 link leads out of it and was not followed",
                            "%zu links lead out of it and were not followed", false},
    [FAULT_DOUBLE] = {"1 name stands twice in it; the last was taken",
                      "%zu names stand several times in it; the last was taken", false},
    [FAULT_ENCRYPTED] = {"1 file is encrypted", "%zu files are encrypted", true},
    [FAULT_DAMAGED] = {"1 file cannot be unpacked", "%zu files cannot be unpacked", true},
};

struct member {
    const char *path;
    enum file_kind kind;
    int64_t size; /* -1: not known */
    struct str text;
    bool kept;           /* text is the whole of it */
    const char *same_as; /* a hard link's other name; NULL: it is none */
};

struct reading {
    struct arena *arena;
    struct archive *archive;
    const char *name; /* of the file, for errors */
    struct {
        struct member *items;
        size_t count, capacity;
    } members;
    struct map by_path; /* path -> index in members */
    uint64_t packed;    /* bytes of the file itself */
    uint64_t data;      /* bytes of entries so far */
    uint64_t kept;
    size_t entries, path_bytes;
    size_t faults[FAULT_COUNT];
    const char *first[FAULT_COUNT]; /* where it was met first */
    const char *cut;                /* why the rest was not read; NULL: all was */
    struct rh_error *err;
};

static void note(struct reading *reading, enum fault fault, const char *path)
{
    if (!reading->faults[fault]++)
        reading->first[fault] = path;
}

/* Names. */

/* "./a//b/" -> "a/b". What would be written elsewhere than beneath the folder it is unpacked in is
 * FAULT_OUTSIDE, also as Windows reads it. */
static enum fault read_path(struct arena *arena, const char *raw, const char **ret_path)
{
    struct buf path = {0};
    enum fault fault = FAULT_NONE;
    unsigned depth = 0;
    bool drive = raw[0] && raw[1] == ':' && (raw[2] == '/' || raw[2] == '\\');

    if (raw[0] == '/' || raw[0] == '\\' || drive || strstr(raw, "..\\"))
        fault = FAULT_OUTSIDE;
    for (const char *at = raw; *at && !fault;) {
        struct str part = {at, strcspn(at, "/")};

        at += part.len + (at[part.len] == '/');
        if (!part.len || str_equal(part, "."))
            continue;
        if (str_equal(part, ".."))
            fault = FAULT_OUTSIDE;
        else if (str_equal_nocase(part, ".git"))
            fault = FAULT_GIT;
        else if (++depth > LIMIT_TREE_DEPTH || path.len + part.len >= LIMIT_PATH_BYTES)
            fault = FAULT_LONG;
        buf_puts(&path, path.len ? "/" : "");
        buf_add(&path, part);
    }
    *ret_path = fault == FAULT_OUTSIDE || !path.len
                    ? text_clean(arena, str_of(raw), LIMIT_QUOTE_BYTES)
                    : arena_strndup(arena, path.ptr, path.len);
    buf_release(&path);
    return fault;
}

/* Whether a link at `path` leads out of the folder that the archive is unpacked in. */
static bool leads_out(const char *path, const char *target)
{
    long depth = (long)path_depth(path);

    if (target[0] == '/' || target[0] == '\\')
        return true;
    for (const char *at = target; *at;) {
        struct str part = {at, strcspn(at, "/")};

        at += part.len + (at[part.len] == '/');
        if (str_equal(part, ".."))
            depth--;
        else if (part.len && !str_equal(part, "."))
            depth++;
        if (depth < 0)
            return true;
    }
    return false;
}

/* UTF-8 where it is that, else the bytes that stand there. */
static const char *text_of(const char *utf8, const char *bytes)
{
    return utf8 ? utf8 : bytes ? bytes : "";
}

/* Bytes. */

static bool is_bomb(struct reading *reading)
{
    enum { SURE = 256, MOST_TIMES = 250 }; /* gzip alone goes to 1,030 times on zeros */
    int64_t passed = archive_filter_bytes(reading->archive, 0);
    uint64_t bytes =
        passed > 0 && (uint64_t)passed > reading->data ? (uint64_t)passed : reading->data;

    if (bytes > (uint64_t)SURE * MIB && bytes / MOST_TIMES > reading->packed)
        return !error_set(reading->err, RH_ERROR_TARGET,
                          "'%s' unpacks to more than %d times its size: it was not read",
                          reading->name, MOST_TIMES);
    if (bytes > (uint64_t)LIMIT_ARCHIVE_MIB * MIB)
        return !error_set(reading->err, RH_ERROR_TARGET,
                          "'%s' unpacks to more than %d MiB: it was not read", reading->name,
                          LIMIT_ARCHIVE_MIB);
    return false;
}

/* An entry's bytes; those of a large file are counted and dropped. False: an error is set. */
static bool read_data(struct reading *reading, struct member *member)
{
    struct buf text = {.limit = LIMIT_BLOB_BYTES + 1};
    int64_t length = 0;
    bool bomb = false, damaged = false;

    for (;;) {
        const void *block;
        size_t size;
        la_int64_t offset;
        int status = archive_read_data_block(reading->archive, &block, &size, &offset);

        if (status == ARCHIVE_RETRY)
            continue;
        if (status == ARCHIVE_EOF)
            break;
        damaged = status < ARCHIVE_WARN;
        reading->data += size;
        bomb = is_bomb(reading);
        if (damaged || bomb)
            break;
        while ((int64_t)text.len < offset && offset <= LIMIT_BLOB_BYTES) /* a hole */
            buf_add(&text,
                    (struct str){"\0\0\0\0\0\0\0",
                                 offset - (int64_t)text.len < 7 ? (size_t)offset - text.len : 7});
        if (offset + (int64_t)size <= LIMIT_BLOB_BYTES)
            buf_add(&text, (struct str){block, size});
        length = offset + (int64_t)size > length ? offset + (int64_t)size : length;
    }
    member->size = length > member->size ? length : member->size;
    if (damaged) {
        note(reading, FAULT_DAMAGED, member->path);
    } else if (!bomb && length <= LIMIT_BLOB_BYTES &&
               reading->kept + (uint64_t)length <= (uint64_t)LIMIT_ARCHIVE_KEPT_MIB * MIB) {
        member->text = (struct str){arena_strndup(reading->arena, text.ptr, text.len), text.len};
        member->kept = true;
        reading->kept += text.len;
    }
    buf_release(&text);
    return !bomb;
}

/* Entries. */

static enum file_kind kind_of(struct archive_entry *entry)
{
    return archive_entry_filetype(entry) == AE_IFLNK ? FILE_SYMLINK
           : archive_entry_perm(entry) & 0100        ? FILE_EXECUTABLE
                                                     : FILE_REGULAR;
}

/* The member of that path: a new one, or the one that it takes the place of. */
static struct member *member_at(struct reading *reading, const char *path)
{
    size_t at = map_put(&reading->by_path, str_of(path), reading->members.count);
    struct member *member;

    if (at == reading->members.count) {
        member = ARENA_PUSH(reading->arena, &reading->members);
    } else {
        note(reading, FAULT_DOUBLE, path);
        member = &reading->members.items[at];
    }
    *member = (struct member){.path = path, .size = -1};
    return member;
}

static bool take_link(struct reading *reading, struct archive_entry *entry, struct member *member)
{
    const char *target = text_of(archive_entry_symlink_utf8(entry), archive_entry_symlink(entry));

    if (leads_out(member->path, target))
        note(reading, FAULT_LINK_OUTSIDE, member->path);
    member->text.ptr = arena_strdup(reading->arena, target);
    member->text.len = strlen(member->text.ptr);
    member->size = (int64_t)member->text.len;
    member->kept = true;
    return true;
}

static bool take(struct reading *reading, struct archive_entry *entry)
{
    const char *raw = text_of(archive_entry_pathname_utf8(entry), archive_entry_pathname(entry));
    const char *hard = text_of(archive_entry_hardlink_utf8(entry), archive_entry_hardlink(entry));
    mode_t type = archive_entry_filetype(entry);
    const char *path;
    enum fault fault = read_path(reading->arena, raw, &path);
    struct member *member;

    if (!fault && type != AE_IFREG && type != AE_IFLNK && type != AE_IFDIR && !*hard)
        fault = FAULT_DEVICE;
    if (fault)
        note(reading, fault, path);
    if (fault || (type == AE_IFDIR && !*hard) || !*path)
        return true;
    reading->path_bytes += strlen(path);
    member = member_at(reading, path);
    member->kind = kind_of(entry);
    if (member->kind == FILE_SYMLINK)
        return take_link(reading, entry, member);
    if (*hard) {
        if (read_path(reading->arena, hard, &member->same_as))
            member->same_as = NULL;
        return true;
    }
    if (archive_entry_size_is_set(entry))
        member->size = archive_entry_size(entry);
    if (archive_entry_is_data_encrypted(entry)) {
        note(reading, FAULT_ENCRYPTED, path);
        return true;
    }
    /* a zip's directory says how large a file is, and where the next one starts */
    if (member->size > LIMIT_BLOB_BYTES &&
        (archive_format(reading->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP)
        return true;
    return read_data(reading, member);
}

static bool read_all(struct reading *reading)
{
    for (;;) {
        struct archive_entry *entry;
        int status = archive_read_next_header(reading->archive, &entry);

        if (status == ARCHIVE_RETRY)
            continue;
        if (status == ARCHIVE_EOF)
            return true;
        if (status < ARCHIVE_WARN) {
            const char *why = archive_error_string(reading->archive);

            return error_set(reading->err, RH_ERROR_TARGET,
                             "'%s' is damaged, or no archive: %.200s", reading->name,
                             why ? why : "it cannot be read");
        }
        if (reading->entries++ >= LIMIT_ARCHIVE_ENTRIES)
            reading->cut = "it has more than 65,535 entries; the rest was not read";
        else if (reading->path_bytes > LIMIT_PATHS_BYTES)
            reading->cut = "the paths in it are too long; the rest was not read";
        if (reading->cut)
            return true;
        if (is_bomb(reading) || !take(reading, entry))
            return false;
    }
}

/* Together. */

/* How much of every path is the one folder that all is in; 0: there is none. */
static size_t top_folder(const struct reading *reading)
{
    const char *top = NULL;
    size_t length = 0;

    for (size_t i = 0; i < reading->members.count; i++) {
        const char *path = reading->members.items[i].path;
        size_t part = strcspn(path, "/");

        if (text_starts(path, "__MACOSX/") || !strcmp(path, ".DS_Store"))
            continue; /* what macOS puts beside it */
        if (!path[part] || (top && (part != length || strncmp(top, path, part))))
            return 0;
        top = path;
        length = part;
    }
    return top ? length + 1 : 0;
}

static const char *say_notes(const struct reading *reading, bool *ret_partial)
{
    struct buf buf = {0};
    const char *notes = NULL;

    buf_puts(&buf, reading->cut ? reading->cut : "");
    *ret_partial = reading->cut != NULL;
    for (size_t i = 1; i < FAULT_COUNT; i++) {
        const char *words = reading->faults[i] > 1 ? fault_words[i].many : fault_words[i].one;
        const char *hole = strstr(words, "%zu");

        if (!reading->faults[i])
            continue;
        *ret_partial |= fault_words[i].partial;
        buf_puts(&buf, buf.len ? "; " : "");
        if (hole) {
            buf_add(&buf, (struct str){words, (size_t)(hole - words)});
            buf_printf(&buf, "%zu%s", reading->faults[i], hole + strlen("%zu"));
        } else {
            buf_puts(&buf, words);
        }
        if (i != FAULT_GIT)
            buf_printf(&buf, " (%s)",
                       text_clean(reading->arena, str_of(reading->first[i]), LIMIT_QUOTE_BYTES));
    }
    if (buf.len)
        notes = arena_strndup(reading->arena, buf.ptr, buf.len);
    buf_release(&buf);
    return notes;
}

static void resolve_hard_links(struct reading *reading)
{
    for (size_t i = 0; i < reading->members.count; i++) {
        struct member *member = &reading->members.items[i];
        size_t at =
            member->same_as ? map_get(&reading->by_path, str_of(member->same_as)) : MAP_NONE;

        /* a link to a later one or to another link has no bytes in tar either */
        if (at != MAP_NONE && at < i && reading->members.items[at].kept) {
            member->text = reading->members.items[at].text;
            member->size = reading->members.items[at].size;
            member->kept = true;
        }
    }
}

static int64_t archive_size(const struct snapshot *snapshot, const struct file *file)
{
    (void)snapshot;
    return file->size;
}

static enum read_status archive_read(const struct snapshot *snapshot, struct arena *arena,
                                     const struct file *file, size_t limit, struct str *ret_text)
{
    const struct archive_files *files = ((struct snapshot_state *)snapshot->state)->archive;
    const struct member *member = &files->members[map_get(&files->by_path, str_of(file->raw))];

    (void)arena;
    if (file->size >= 0 && (uint64_t)file->size > limit)
        return READ_TOO_LARGE;
    if (!member->kept)
        return READ_MISSING;
    *ret_text = member->text;
    return READ_OK;
}

static const struct snapshot_maker archive_maker = {archive_size, archive_read};

/* Makes the list of files; the paths begin behind the one folder that all is in. */
static void finish(struct snapshot *snapshot, struct reading *reading, const char *prefix)
{
    struct snapshot_state *state = arena_alloc(snapshot->arena, sizeof(*state));
    struct archive_files *files = arena_alloc(snapshot->arena, sizeof(*files));
    struct file_adder adder = {.snapshot = snapshot, .prefix = str_of(prefix)};
    size_t top = top_folder(reading);
    bool partial;
    const char *notes;

    resolve_hard_links(reading);
    state->archive = files;
    files->members = reading->members.items;
    map_init(&files->by_path, snapshot->arena);
    snapshot->maker = &archive_maker;
    snapshot->state = state;
    for (size_t i = 0; i < reading->members.count; i++) {
        const struct member *member = &reading->members.items[i];
        bool beside =
            top && (text_starts(member->path, "__MACOSX/") || !strcmp(member->path, ".DS_Store"));
        struct file *file = file_add(&adder, str_of(member->path + (beside ? 0 : top)));

        if (!file)
            break;
        file->kind = member->kind;
        file->size = member->size;
        map_set(&files->by_path, str_of(file->raw), i);
    }
    files_finish(snapshot);
    notes = say_notes(reading, &partial);
    if (partial && !snapshot->files_partial)
        snapshot->files_partial = notes;
    else
        snapshot->files_note = notes;
}

static bool nothing_to_see(const struct reading *reading)
{
    if (!reading->members.count)
        return !error_set(reading->err, RH_ERROR_TARGET, "'%s' holds no file that could be read",
                          reading->name);
    for (size_t i = 0; i < reading->members.count; i++)
        if (reading->members.items[i].kept || reading->members.items[i].size == 0)
            return false;
    return reading->faults[FAULT_ENCRYPTED] &&
           !error_set(reading->err, RH_ERROR_TARGET,
                      "'%s' is encrypted: what it holds cannot be read", reading->name);
}

static void close_archive(void *archive) { archive_read_free(archive); }

/* No other formats and filters than these: each is code that hostile bytes reach, and for some
 * filters libarchive would start a program. */
static struct archive *new_archive(struct arena *arena)
{
    struct archive *archive = archive_read_new();

    if (!archive)
        return NULL;
    arena_own(arena, archive, close_archive);
    archive_read_support_format_zip(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_gnutar(archive);
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    return archive;
}

static bool read_file(struct reading *reading, int fd)
{
    enum { BLOCK = 64 * KIB };
    struct stat info;

    if (fstat(fd, &info) || !S_ISREG(info.st_mode))
        return error_set(reading->err, RH_ERROR_TARGET, "'%s' is no regular file", reading->name);
    reading->packed = (uint64_t)info.st_size;
    reading->archive = new_archive(reading->arena);
    if (!reading->archive)
        return error_set(reading->err, RH_ERROR_INTERNAL, "out of memory");
    if (archive_read_open_fd(reading->archive, fd, BLOCK) < ARCHIVE_WARN) {
        const char *why = archive_error_string(reading->archive);

        return error_set(reading->err, RH_ERROR_TARGET, "'%s' is damaged, or no archive: %.200s",
                         reading->name, why ? why : "it cannot be read");
    }
    return read_all(reading) && !nothing_to_see(reading);
}

bool archive_open(struct snapshot *snapshot, const char *file, const char *prefix,
                  struct rh_error *err)
{
    /* libarchive turns names into the locale's characters, and we are in none */
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0),
             before = uselocale((locale_t)0);
    struct reading reading = {.arena = snapshot->arena,
                              .name = text_clean(snapshot->arena, str_of(path_base(file)), 200),
                              .err = err};
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool done;

    if (fd < 0) {
        if (utf8)
            freelocale(utf8);
        return error_set(err, RH_ERROR_TARGET, "'%s': %m", reading.name);
    }
    map_init(&reading.by_path, snapshot->arena);
    if (utf8)
        uselocale(utf8);
    done = read_file(&reading, fd);
    close(fd);
    uselocale(before);
    if (utf8)
        freelocale(utf8);
    if (!done)
        return false;
    snapshot->tags_unknown = "an archive has none";
    snapshot->history_unknown = "an archive has no history";
    finish(snapshot, &reading, prefix);
    return true;
}
