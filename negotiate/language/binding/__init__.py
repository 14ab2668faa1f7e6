"""From a document to a scenario: every name is looked up."""
