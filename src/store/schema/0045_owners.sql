-- Whose accounts: asked for every person of a file when its texts are masked, and for the page of one employee.
CREATE INDEX account_employee ON account (employee, office);
