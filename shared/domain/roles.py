"""Roles of people (DESIGN 2). A person may hold several in one tenant."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do; the API checks it on every route."""

    AGENT = "agent"  # takes bookings
    DISPATCHER = "dispatcher"  # runs the day
    THERAPIST = "therapist"  # travels and treats
    CLINICIAN = "clinician"  # decides clearance
    SUPERVISOR = "supervisor"  # oversees agents and reports
    ADMIN = "admin"  # configures the tenant
    OPERATOR = "operator"  # runs the installation


# Who oversees agents can do what they do; else nobody could finish a call that was left.
BOOKERS = (Role.AGENT, Role.SUPERVISOR)
# Who runs the day gives a booked visit another time; whoever may do that may look for one.
RESCHEDULERS = (*BOOKERS, Role.DISPATCHER)
