-- registry.sql -- the register of employees and what belongs to it.

-- employee_by_nip(office id, nip text) -> maybe (id id, name text, class text, agency text, position text)
-- One employee by the number.
SELECT e.id, e.name, e.class, a.name, e.position
  FROM employee e LEFT JOIN agency a ON a.id = e.agency WHERE e.office = $1 AND e.nip = $2;
