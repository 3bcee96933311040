"""What an office has whose practice says nothing of it: one client, three users, one type of appointments.

The ids are those of the vendor's page, so that its samples can be played.
"""

from __future__ import annotations

CLIENTS = ({"client_id": "mockod-client", "client_secret": "mockod-secret"},)
USERS = (
    {"id": "user_Z1zXZKvqrpwxbznuW6lJ", "role": "provider", "first_name": "Brian", "last_name": "Albert"},
    {"id": "user_IsW3SoxZQxW0agHKyP2V", "role": "patient", "first_name": "Erika", "last_name": "Muster"},
    {"id": "user_xeDpGyt67wTor93qKtS7", "role": "staff", "first_name": "Dora", "last_name": "Desk"},
)
TYPES = (
    {
        "id": "aptp_3XxtAULYUrX7GVsTKePy",
        "name": "Annual Check-in",
        "duration": 60,
        "interaction_type": "video_call",
        "is_group": 0,
        "location": "",
    },
)
