drop table desk_member;
drop table desk;
drop table court;
drop table identity;
drop table professional;
drop table agency;
drop table council;
drop table id_counter;
