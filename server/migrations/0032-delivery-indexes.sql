-- Every change of a delivery writes all indexes of its row. When the next one comes due is asked of each workspace by the
-- index that its claims use.
drop index deliveries_due;
