"""The command line: one small file a command, which imports its room only when it runs."""
