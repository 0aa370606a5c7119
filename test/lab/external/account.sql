SELECT format('CREATE ROLE %I LOGIN CREATEDB CREATEROLE', :'account')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'account') \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', :'account', :'password') \gexec
