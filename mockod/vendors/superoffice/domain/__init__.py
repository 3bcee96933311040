"""Rules of SuperOffice appointments: pure, with no import of mockod outside this room."""
