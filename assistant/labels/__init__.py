"""The label library: the published labels with the editors' accepted versions laid over, and the editing of them."""
