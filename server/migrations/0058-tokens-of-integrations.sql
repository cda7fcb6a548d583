-- A partner reads when the tokens of its integrations were last used.

create index service_tokens_integration on service_tokens (workspace_id, integration_id) where integration_id is not null;
