-- A claim is brought to nobody a second time any more (decision 28): its number alone says whose it is.
alter table outbox drop column holder;
