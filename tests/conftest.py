"""Put this folder on the path (oracle, golden) and leave the peers to `pytest tests/peers`."""

collect_ignore = ["peers"]  # needs PyTorch; a path named on the command line is still run
