"""失信审核: companies against lists of those that are not paid."""
