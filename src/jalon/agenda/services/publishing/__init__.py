"""The calendar given out: iCalendar, JSON, RSS and Atom, OpenAgenda, structured data of a page."""
