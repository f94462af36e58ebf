DROP TABLE signups;
DROP TABLE shifts;
