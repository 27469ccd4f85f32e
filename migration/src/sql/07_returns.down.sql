drop table episode;
drop table import_issue;
drop table import_row;
drop table import_file;
drop table import_run;
