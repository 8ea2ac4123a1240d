BEGIN TRANSACTION;
CREATE TABLE attempts (
  id              TEXT   NOT NULL,  -- "att_…", public; a row keeps it when all else is erased
  status          TEXT   NOT NULL,  -- in_progress, finished or erased
  tokens          TEXT   NOT NULL,  -- hashes of the secrets that open it, 43 characters each, the newest last
  idempotency_key TEXT,             -- hash of the key that created it; NULL: none was sent
  instrument      TEXT   NOT NULL,
  version         TEXT   NOT NULL,  -- content hash, instrument_versions.hash
  form            TEXT   NOT NULL,
  locale          TEXT   NOT NULL,
  topic           TEXT   NOT NULL,
  article         TEXT   NOT NULL,  -- the page that sent the visitor
  consent_version TEXT   NOT NULL,
  consent_locale  TEXT   NOT NULL,
  consent_at      BIGINT NOT NULL,
  relation        TEXT   NOT NULL,  -- current, none or empty
  responses       TEXT   NOT NULL,  -- one character an item: '.' open, '-' declined, '0' and up the raw value
  elapsed         TEXT   NOT NULL,  -- two characters an item: tenths of a second in base 64
  audience        TEXT   NOT NULL,  -- joint, solo or empty
  focus           TEXT   NOT NULL,  -- JSON array of scale ids
  region          TEXT   NOT NULL,  -- ISO 3166 country
  keep            TEXT   NOT NULL,  -- 30d, 12w, 12m or empty
  profile         TEXT   NOT NULL,  -- JSON, written once at finish
  created         BIGINT NOT NULL,
  finished        BIGINT NOT NULL,
  expires         BIGINT NOT NULL   -- from then on the attempt is gone, erased or not yet
);
INSERT INTO "attempts" VALUES('att_Dgrc7xTFneA0mnomhQxycA','finished','_BqHvJYQtrJ-ehjLv0pJM6fG1Oo8EYd1GjSaXr9cJAw',NULL,'relationship','415d1dafe4980723a284c1cc2e4251d1618b354c1ee8dceef57cb5ca77c7cb9e','full','en','music','why-we-fight','1','en',1795440118913,'','1353525-424141313535252424141313535252424141','0N0O0P0Q0R0S0T0U0V0W0X0Y0Z0a0b0c0d0e0f0g0h0i0j0k0l0m0n0o0p0q0r0s0t0u0v0w0x0y0z0_0~101112','joint','','GB','12m','{"instrument":"relationship","version":"1.0.0","form":"full","scales":{"anxious":{"score":2.875,"se":0.36228441865473593,"low":2.1649225394367178,"high":3.5850774605632822,"band":"middle","basis":"assumed","answered":8,"items":8},"availability":{"score":null,"se":0,"low":0,"high":0,"basis":"assumed","answered":3,"items":4,"reason":"too_few"},"avoidant":{"score":3,"se":0.36228441865473593,"low":2.2899225394367178,"high":3.7100774605632822,"band":"middle","basis":"assumed","answered":8,"items":8},"meaning":{"score":2.5,"se":0.5123475382979799,"low":1.4957988249359595,"high":3.5042011750640407,"band":"lower_to_middle","basis":"assumed","answered":4,"items":4},"predictability":{"score":2.75,"se":0.5123475382979799,"low":1.7457988249359595,"high":3.7542011750640407,"band":"lower_to_middle","basis":"assumed","answered":4,"items":4},"repair":{"score":2,"se":0.5123475382979799,"low":1,"high":3.0042011750640407,"band":"lower_to_middle","basis":"assumed","answered":4,"items":4},"responsiveness":{"score":3.75,"se":0.5123475382979799,"low":2.7457988249359593,"high":4.754201175064041,"band":"middle_to_upper","basis":"assumed","answered":4,"items":4},"secure":{"score":2.875,"se":0.36228441865473593,"low":2.1649225394367178,"high":3.5850774605632822,"band":"middle","basis":"assumed","answered":8,"items":8}},"style":{"state":"middle","probabilities":{"anxious":0.18251743189501055,"avoidant":0.3174825681049894,"fearful":0.18251743189501055,"secure":0.3174825681049894},"basis":"assumed"},"mechanisms":["repair","meaning","predictability","responsiveness"],"focus":{"candidates":["repair","meaning","predictability"],"chosen":["repair","meaning"]},"quality":{"flags":[]},"finished_at":"2026-11-23T13:21:58.956243036Z"}',1795440118913,1795440118956,1826976118956);
INSERT INTO "attempts" VALUES('att_zfuqW4MR6orGkCamrzR1IQ','in_progress','HOY-U42RB8UBUG4TNJTD5uuI-ZeKryba2Wvg_YzuxyI',NULL,'relationship','415d1dafe4980723a284c1cc2e4251d1618b354c1ee8dceef57cb5ca77c7cb9e','short','en','music','why-we-fight','1','en',1795440118959,'','12345.......','000000000000000000000000','','','','','',1795440118959,0,1795526518963);
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO "goose_db_version" VALUES(1,0,1,'2026-11-23 13:21:56');
INSERT INTO "goose_db_version" VALUES(2,1,1,'2026-11-23 13:21:56');
CREATE TABLE instrument_versions (
  hash    TEXT   PRIMARY KEY,  -- SHA-256 of the body, in hex
  id      TEXT   NOT NULL,     -- the instrument
  version TEXT   NOT NULL,     -- as its authors number it
  body    TEXT   NOT NULL      -- canonical encoding
);
CREATE TABLE outbox (
  seq          INTEGER PRIMARY KEY,        -- the order of delivery
  id           TEXT   NOT NULL UNIQUE,     -- "evt_…", the id under which it is delivered
  type         TEXT   NOT NULL,            -- attempt.started, attempt.finished or attempt.erased
  attempt      TEXT   NOT NULL,            -- id only: what is said of it is read at delivery
  created      BIGINT NOT NULL,
  leased_until BIGINT NOT NULL DEFAULT 0,  -- until then it is another's to deliver
  settled      BIGINT NOT NULL DEFAULT 0   -- when its delivery ended
);
INSERT INTO "outbox" VALUES(1,'evt_hCiOYzbc3PAjp2MkhHT_TQ','attempt.started','att_Dgrc7xTFneA0mnomhQxycA',1795440118913,0,0);
INSERT INTO "outbox" VALUES(2,'evt_iqCMLK4xKC77i9Ts78k1QQ','attempt.finished','att_Dgrc7xTFneA0mnomhQxycA',1795440118956,0,0);
INSERT INTO "outbox" VALUES(3,'evt_KZCUJ3q8j-RMPRNS8DPupA','attempt.started','att_zfuqW4MR6orGkCamrzR1IQ',1795440118959,0,0);
CREATE TABLE tallies (
  name  TEXT   NOT NULL,  -- what is counted, such as fit.relationship.pattern
  value TEXT   NOT NULL,  -- such as yes, partly or no
  total BIGINT NOT NULL,
  PRIMARY KEY (name, value)
);
CREATE UNIQUE INDEX attempts_id ON attempts (id);
CREATE UNIQUE INDEX attempts_key ON attempts (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX attempts_expires ON attempts (expires) WHERE status <> 'erased';
CREATE INDEX outbox_open ON outbox (seq) WHERE settled = 0;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('goose_db_version',2);
COMMIT;
