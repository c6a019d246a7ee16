"""Telegram's pure modules, and its table of outcomes."""
