"""What waits and what sends: request queues, moving clocks, webhook delivery."""
