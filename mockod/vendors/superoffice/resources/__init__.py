"""What can be asked: appointments and the lists that they refer to."""
