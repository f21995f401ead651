-- Back to the main job: patients' places stand alone again.

DROP TABLE pin_link;
ALTER TABLE place DROP COLUMN building_id;
DROP TABLE building;
DROP TABLE tenant_place;
