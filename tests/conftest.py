"""Put this folder on the path (oracle, golden) and leave the peers to `pytest tests/peers`."""

import pytest

pytest.register_assert_rewrite("explained")  # a failure there says what was compared

collect_ignore = ["peers"]  # needs PyTorch; a path named on the command line is still run
