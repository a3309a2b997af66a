"""`takhrij serve`: a web page and an HTTP API, on this machine.

`app.py` and `pages.py` have the routes, `guards.py` what stands before them. No document is read or checked in the process that
answers: `pool.py` gives it to processes that can be ended (`worker.py`), in which `work.py` does what was asked.
"""
