"""The statements that change the tables of one version into those of the next, a module a step.

Written out and never changed, so that a table that grows later is still made here as it was then.
Columns are only ever added, so the rows of before stay as they are.
"""
