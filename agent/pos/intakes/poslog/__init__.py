"""ARTS/NRF IXRetail POSLog 2.x: XML transactions, read as our own public documents."""
