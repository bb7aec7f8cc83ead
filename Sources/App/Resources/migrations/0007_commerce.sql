-- What the shop sells and sold: facts the agent sees beside a conversation.
--
-- products, orders   written by commerce events and imports; the assistant may only read them. Money is integer cents.

CREATE TABLE products (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id          uuid NOT NULL DEFAULT new_id(),
  sku         text NOT NULL,
  name        text NOT NULL,
  description text NOT NULL DEFAULT '',
  category    text,
  price_cents bigint NOT NULL CHECK (price_cents >= 0),
  stock       int,
  url         text,
  is_active   boolean NOT NULL DEFAULT true,
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, sku)
);
SELECT protect_table('products');

CREATE TABLE orders (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id          uuid NOT NULL DEFAULT new_id(),
  number      text NOT NULL,
  contact_id  uuid,
  status      text NOT NULL CHECK (status IN ('created', 'confirmed', 'paid', 'shipped', 'delivered', 'cancelled')),
  total_cents bigint NOT NULL CHECK (total_cents >= 0),
  items       jsonb NOT NULL DEFAULT '[]',     -- [{"sku","name","quantity","price_cents"}]
  tracking_code text,
  placed_at   timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE SET NULL (contact_id)
);
CREATE INDEX orders_by_contact ON orders (tenant_id, contact_id, placed_at DESC);
SELECT protect_table('orders');
