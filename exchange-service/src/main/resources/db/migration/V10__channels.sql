-- An agency works at the desk here or is reached over SOAP or JMS. What the National Portal is told over REST is no message
-- of an agency (synchronisation): no courier ever went that way, so a row that names it could not have been delivered to.

update agency set channel = 'DESK' where channel = 'PORTAL_REST';
alter table agency drop constraint agency_channel_check;
alter table agency add constraint agency_channel_check check (channel in ('DESK', 'SOAP', 'JMS'));

alter table message drop constraint message_arrived_by_check;
alter table message add constraint message_arrived_by_check check (arrived_by in ('DESK', 'SOAP', 'JMS'));
