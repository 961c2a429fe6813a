-- Where teammates work and customers are: whose business days count for their steps. Codes of ISO 3166; null is not known.
ALTER TABLE teammate ADD COLUMN country TEXT CHECK (LENGTH(country) = 2);
ALTER TABLE account ADD COLUMN country TEXT CHECK (LENGTH(country) = 2);
ALTER TABLE account_history ADD COLUMN country TEXT;

-- A holiday belongs to a country, or to the organisation where the code is empty.
CREATE TABLE holiday_of_country (
    country TEXT NOT NULL CHECK (LENGTH(country) IN (0, 2)),
    held_on TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (country, held_on)
);
INSERT INTO holiday_of_country (country, held_on, name) SELECT '', held_on, name FROM holiday;
DROP TABLE holiday;
ALTER TABLE holiday_of_country RENAME TO holiday;
