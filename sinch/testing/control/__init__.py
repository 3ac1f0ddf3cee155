"""The control API of a simulator, and its page: for people, and for tests in other processes.

Nothing here is loaded before somebody asks for it.
"""
