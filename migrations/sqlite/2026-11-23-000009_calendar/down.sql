DROP TABLE organisation_calendar_feeds;
DROP TABLE calendar_feeds;
