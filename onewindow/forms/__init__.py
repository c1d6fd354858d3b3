"""Form definitions 表单, drafts 草稿, prefill 预填, validation of answers."""
