#include "facts/run.h"
#include "util/arena.h"
#include "util/shell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const kinds[] = {
    [RUN_NONE] = "none",         [RUN_SCRIPT] = "script", [RUN_MODULE] = "module",
    [RUN_PROGRAM] = "program",   [RUN_MAKE] = "make",     [RUN_NPM] = "npm",
    [RUN_CARGO] = "cargo",       [RUN_CMAKE] = "cmake",   [RUN_COMPOSE] = "compose",
    [RUN_NOTEBOOK] = "notebook", [RUN_INPUT] = "input",
};

/* "kind target | first argument" */
static const char *describe(struct arena *arena, const char *text)
{
    struct command command = {.text = str_of(text), .words = str_of(text)};
    struct run run;

    if (!run_read(arena, &command, &run))
        return "none";
    return arena_printf(arena, "%s %.*s%s%.*s", kinds[run.kind], (int)run.target.len,
                        run.target.ptr, run.first < run.last ? " | " : "",
                        run.first < run.last ? (int)run.words[run.first].text.len : 0,
                        run.first < run.last ? run.words[run.first].text.ptr : "");
}

static void what_is_run(void **state)
{
    static const struct {
        const char *command, *expected;
    } rows[] = {
        {"python train.py --lr 1", "script train.py | --lr"},
        {"python3.8 -u -W ignore tools/train.py", "script tools/train.py"},
        {"CUDA_VISIBLE_DEVICES=0,1 python -m tok.train cfg.yaml", "module tok.train | cfg.yaml"},
        {"python -c 'print(1)'", "none"},
        {"python", "none"},
        {"sudo -u me env A=1 nohup time python a.py > log", "script a.py | >"},
        {"torchrun --nproc_per_node 8 --rdzv_backend c10d train.py --lr 1",
         "script train.py | --lr"},
        {"torchrun --nproc_per_node=2 -m tok.train --x", "module tok.train | --x"},
        {"python -m torch.distributed.launch --nproc_per_node=4 --use_env a.py b",
         "script a.py | b"},
        {"accelerate launch --config_file c.yaml --mixed_precision fp16 a.py --z",
         "script a.py | --z"},
        {"deepspeed --include localhost:0,1 a.py --deepspeed", "script a.py | --deepspeed"},
        {"srun -p gpu --gres=gpu:1 python a.py", "script a.py"},
        {"mpirun -np 4 python a.py", "script a.py"},
        {"sbatch --mem 4G run.sbatch x", "script run.sbatch | x"},
        {"bash scripts/run.sh 1", "script scripts/run.sh | 1"},
        {"bash -c 'x'", "none"},
        {". ./env.sh", "script ./env.sh"},
        {"./run.sh --fast", "script ./run.sh | --fast"},
        {"./main input", "script ./main | input"},
        {"uv run python a.py", "script a.py"},
        {"uv run --with rich a.py", "script a.py"},
        {"uv run -m tok.main", "module tok.main"},
        {"poetry run tok-train --x", "program tok-train | --x"},
        {"conda run -n env python a.py", "script a.py"},
        {"make", "make "},
        {"make -j8 -C src test CC=gcc", "make test | CC=gcc"},
        {"npm run build", "npm build"},
        {"npm install", "none"},
        {"yarn test", "npm test"},
        {"cargo run --release --example toy -- a", "cargo toy | a"},
        {"cmake -S . -B build", "cmake ."},
        {"cmake ..", "cmake .."},
        {"cmake --build build", "none"},
        {"docker build -f docker/Dockerfile -t x .", "compose docker/Dockerfile"},
        {"docker run -it x python a.py", "none"},
        {"docker compose -f a.yml up", "compose a.yml"},
        {"pip install -r requirements.txt", "input requirements.txt"},
        {"pip3 install -rreq.txt", "input req.txt"},
        {"conda env create --file=env.yml", "input env.yml"},
        {"conda create -n x python=3.8", "none"},
        {"jupyter notebook demo.ipynb", "notebook demo.ipynb"},
        {"matlab -nodisplay -batch main", "script main"},
        {"matlab -r \"run('x.m'); exit\"", "none"},
        {"Rscript --vanilla fit.R 1", "script fit.R | 1"},
        {"julia --project=. -t 4 main.jl", "script main.jl"},
        {"timeout 10 python a.py", "script a.py"},
        {"streamlit run app.py", "script app.py"},
        {"coverage run -m pytest tests", "module pytest | tests"},
        {"tok train --x", "program tok | train"},
        {"mpirun -n 1 numactl -N 0 python -m tok.cli -m x : -n 1 python a.py",
         "module tok.cli | -m"},
        {"/usr/bin/python a.py", "script a.py"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *found = describe(*state, rows[i].command);

        if (strcmp(found, rows[i].expected) != 0)
            fail_msg("%s: %s, not %s", rows[i].command, found, rows[i].expected);
    }
}

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_run, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
