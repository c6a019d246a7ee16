"""What holds for every test."""

import logging

import structlog

# Failures provoked on purpose would fill the screen; nothing is asserted of what is logged here.
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
