-- Travel as the model says again, the same for everybody.

DROP TABLE travel_version;
DROP TABLE disruption;
DROP TABLE therapist_observance;
DROP TABLE calendar_day;
