"""Commands about devices: ``vafa NAME`` imports only the module that holds NAME."""
