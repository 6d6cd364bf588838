-- The card that stood here before the one recorded last, where that was another one: it is redrawn to say so.

alter table posted add column replaced text;
