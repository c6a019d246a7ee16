"""`python -m relaybot` is the command `relaybot`."""

from relaybot.cli.main import main

if __name__ == "__main__":
    main()
