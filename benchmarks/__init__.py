"""Speed and size, measured where a learner meets them. Run by hand, never by the tests."""
