"""What `setup/run` and `setup/test` are made of: one concern a module, standard library only.

The modules that need a library say so in their first line and run inside the virtual
environment that the others build.
"""
