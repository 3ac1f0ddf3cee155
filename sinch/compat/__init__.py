"""What programs that were written for 2.x still find: its modules and names, with a warning that says today's.

Nothing here is imported before a program asks for such a name. `python -m sinch.compat path/` lists the imports of 2.x
in a project, and rewrites them with `--write`.
"""
