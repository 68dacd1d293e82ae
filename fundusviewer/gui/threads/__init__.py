"""Work off the window's thread. Without widgets.

:mod:`.job_pool` runs one-shot jobs that end in one callback on the window's thread;
:mod:`.inference_thread` is the one thread with the network, :mod:`.inference_worker` what it does
and the queue of its requests, urgent ones first. :mod:`.gc_scheduler` lets Python collect garbage
on the window's thread only, where Qt's objects may die; with :mod:`.allocator` threads share the
memory that they free.

State: what waits in a queue. Whoever starts a job decides what its answer changes. A test forbids
QtWidgets in this package.
"""
