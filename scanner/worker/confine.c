/* What a worker gives up, and how the kernel is told. */
#include "worker/confine.h"

#include "util/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define FILTER_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define FILTER_ARCH AUDIT_ARCH_AARCH64
#else
#define FILTER_ARCH 0
#endif

/* Overwritten before they are forgotten: a child's memory is a copy of its parent's, token and all.
 */
static void scrub_environment(const char *const *keep)
{
    static const char *const always[] = {"LANG", "LANGUAGE",     "LC_ALL",        "LC_CTYPE",
                                         "TZ",   "ASAN_OPTIONS", "UBSAN_OPTIONS", NULL};
    size_t kept = 0;

    for (char **entry = environ; entry && *entry; entry++) {
        size_t name = strcspn(*entry, "=");
        bool wanted = false;

        for (size_t list = 0; list < 2; list++)
            for (const char *const *n = list ? keep : always; n && *n && !wanted; n++)
                wanted = strlen(*n) == name && !strncmp(*n, *entry, name);
        if (wanted)
            environ[kept++] = *entry;
        else
            explicit_bzero(*entry, strlen(*entry));
    }
    if (environ)
        environ[kept] = NULL;
}

static bool limit_resources(const struct worker_limits *limits, struct rh_error *err)
{
    rlim_t memory = (rlim_t)limits->memory_mib * MIB;
    /* A sanitizer's report may go to a file. */
    rlim_t largest = WORKER_SANITIZED ? RLIM_INFINITY : (rlim_t)limits->file_bytes;
    const struct {
        int resource;
        const char *name;
        rlim_t soft, hard;
    } table[] = {
        {RLIMIT_CORE, "core", 0, 0},
        {RLIMIT_CPU, "cpu", limits->seconds, limits->seconds + 1},
        {RLIMIT_NOFILE, "descriptors", LIMIT_WORKER_FILES, LIMIT_WORKER_FILES},
        {RLIMIT_FSIZE, "file size", largest, largest},
        {RLIMIT_AS, "memory", memory, memory},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct rlimit now, set = {table[i].soft, table[i].hard};

        if (table[i].resource == RLIMIT_AS && WORKER_SANITIZED)
            continue; /* its shadow memory is terabytes of address space */
        if (!getrlimit(table[i].resource, &now) && now.rlim_max < set.rlim_max)
            set.rlim_max = now.rlim_max;
        if (set.rlim_cur > set.rlim_max)
            set.rlim_cur = set.rlim_max;
        if (setrlimit(table[i].resource, &set))
            return error_set(err, RH_ERROR_INTERNAL, "cannot limit the worker's %s: %s",
                             table[i].name, strerror(errno));
    }
    return true;
}

/* System calls. What is not in this architecture's table is not in the list. */

static const int no_worker[] = {
    /* needs one of these; each would be a way out */
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_init_module,
    SYS_finit_module,
    SYS_kexec_load,
    SYS_open_by_handle_at,
    SYS_mknodat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_pidfd_getfd,
    SYS_fchownat,
    SYS_fchown,
#ifdef SYS_mknod
    SYS_mknod,
    SYS_chown,
    SYS_lchown,
#endif
};

static const int network_calls[] = {
    SYS_socket, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_sendto, SYS_sendmsg,
};

static const int writing_calls[] = {
    SYS_mkdirat,   SYS_unlinkat, SYS_renameat2, SYS_linkat,    SYS_symlinkat, SYS_truncate,
    SYS_ftruncate, SYS_fchmod,   SYS_fchmodat,  SYS_utimensat, SYS_fallocate,
#ifdef SYS_renameat
    SYS_renameat,
#endif
#ifdef SYS_mkdir
    SYS_mkdir,     SYS_rmdir,    SYS_unlink,    SYS_rename,    SYS_link,      SYS_symlink,
    SYS_creat,     SYS_chmod,
#endif
};

enum { FILTER_ROOM = 256, WRITING = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC };

struct filter {
    struct sock_filter code[FILTER_ROOM];
    unsigned short length;
};

#define DENIED (SECCOMP_RET_ERRNO | EPERM)

static void emit(struct filter *filter, struct sock_filter instruction)
{
    if (filter->length < FILTER_ROOM)
        filter->code[filter->length++] = instruction;
}

static void deny(struct filter *filter, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        emit(filter,
             (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i], 0, 1));
        emit(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, DENIED));
    }
}

/* An open for writing is told by its flags; openat2 hides them behind a pointer and is left to the
 * limit on file sizes and to Landlock. */
static void deny_open_to_write(struct filter *filter, int call, unsigned argument)
{
    unsigned flags = (unsigned)offsetof(struct seccomp_data, args) + argument * 8;

    emit(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 4));
    emit(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, flags));
    emit(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, WRITING, 0, 1));
    emit(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, DENIED));
    emit(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void filter_calls(const struct worker_limits *limits)
{
    struct filter filter = {0};
    struct sock_fprog program = {.filter = filter.code};

    if (!FILTER_ARCH)
        return;
    emit(&filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                               offsetof(struct seccomp_data, arch)));
    emit(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FILTER_ARCH, 1, 0));
    emit(&filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    emit(&filter,
         (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    /* x86-64's second table of numbers, for the x32 ABI */
    emit(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
    emit(&filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, DENIED));
    deny(&filter, no_worker, COUNT(no_worker));
    if (!limits->network)
        deny(&filter, network_calls, COUNT(network_calls));
    if (!limits->writable) {
        deny(&filter, writing_calls, COUNT(writing_calls));
#ifdef SYS_open
        deny_open_to_write(&filter, SYS_open, 1);
#endif
        deny_open_to_write(&filter, SYS_openat, 2);
    }
    emit(&filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    program.len = filter.length;
    /* Fails where the kernel was built without it or a container forbids it: worker_confinement().
     */
    (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* Landlock. The rights that a kernel knows grew with its version; the header of an old system does
 * not name the newer ones. */

enum {
    READ_RIGHTS =
        LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    FILE_RIGHTS = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
                  LANDLOCK_ACCESS_FS_WRITE_FILE | 1 << 14 /* truncate */,
};

static int landlock_version(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static uint64_t write_rights(int version)
{
    static const uint64_t first = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

    return (first & ~(uint64_t)READ_RIGHTS) | (version >= 2 ? 1 << 13 : 0) |
           (version >= 3 ? 1 << 14 : 0);
}

static void allow(int ruleset, const char *path, uint64_t rights)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = rights};
    struct stat info;

    if (!path)
        return;
    rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0)
        return; /* not there: nothing to allow */
    if (!fstat(rule.parent_fd, &info)) {
        if (!S_ISDIR(info.st_mode))
            rule.allowed_access &= FILE_RIGHTS;
        (void)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    }
    close(rule.parent_fd);
}

/* What any program needs, and what a transfer needs for names and certificates. */
static const char *const system_files[] = {"/usr",       "/lib",      "/lib64",
                                           "/nix/store", "/dev/null", "/dev/urandom"};
static const char *const network_files[] = {
    "/etc",     "/run/systemd/resolve",    "/run/resolvconf", "/run/NetworkManager",
    "/mnt/wsl", "/var/lib/ca-certificates"};

static void allow_all(int ruleset, const char *const *paths, size_t count)
{
    for (size_t i = 0; i < count; i++)
        allow(ruleset, paths[i], READ_RIGHTS);
}

static int new_ruleset(uint64_t rights)
{
    const struct landlock_ruleset_attr handled = {.handled_access_fs = rights};

    return (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
}

static void enforce(int ruleset)
{
    (void)syscall(SYS_landlock_restrict_self, ruleset, 0);
    close(ruleset);
}

static void confine_writing(const char *writable)
{
    int version = landlock_version(), ruleset;

    if (version < 1)
        return;
    ruleset = new_ruleset(write_rights(version));
    if (ruleset < 0)
        return;
    allow(ruleset, writable, write_rights(version));
    enforce(ruleset);
}

static void confine_reading(const char *const *paths, size_t count, bool network)
{
    int ruleset = landlock_version() < 1 ? -1 : new_ruleset(READ_RIGHTS);

    if (ruleset < 0)
        return;
    allow_all(ruleset, paths, count);
    allow_all(ruleset, system_files, COUNT(system_files));
    if (network)
        allow_all(ruleset, network_files, COUNT(network_files));
    if (WORKER_SANITIZED)
        allow(ruleset, "/proc", READ_RIGHTS); /* for the stack of its report */
    enforce(ruleset);
}

void worker_read_only(const char *const *paths, size_t count)
{
    confine_reading(paths, count, false);
}

const char *worker_confinement(void)
{
    bool landlock = landlock_version() >= 1;
    unsigned action = SECCOMP_RET_ERRNO;
    bool seccomp = FILTER_ARCH && !syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);

    if (!landlock && !seccomp)
        return "worker confined by limits alone: this kernel has neither Landlock nor a filter of "
               "system calls";
    if (!landlock)
        return "worker confined by a filter of system calls and limits; this kernel has no "
               "Landlock, which would keep its reads to the target";
    if (!seccomp)
        return "worker confined by Landlock and limits; this kernel has no filter of system calls, "
               "which would keep it from the network";
    return "worker confined by Landlock, a filter of system calls and limits";
}

bool confine(const struct worker_limits *limits, struct rh_error *err)
{
    scrub_environment(limits->keep);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
        return error_set(err, RH_ERROR_INTERNAL, "cannot give up privileges: %s", strerror(errno));
    confine_writing(limits->writable);
    for (size_t i = 0; i < WORKER_READABLE; i++)
        if (limits->readable[i]) {
            confine_reading(limits->readable, WORKER_READABLE, limits->network);
            break;
        }
    filter_calls(limits);
    return limit_resources(limits, err);
}
