drop table seal_envelope;
