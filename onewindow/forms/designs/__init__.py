"""表单设计: officials change what an item asks, without script; another hand publishes it."""
