"""The command line: one file per subcommand.

- `main`: the command `relaybot`, and what its exit codes mean
- `session`: settings and store for a command
- `progress`: how far long work has come
- `show`: tables on a terminal, plain lines elsewhere, JSON on request
- `gallery`: posts as both platforms show them, on a page
- `demo_run`: the sample organization, relayed
- `run`, `demo`, `preview`, `check`, `invite`, `chapters`, `follows`, `held`, `status`, `db`
"""
