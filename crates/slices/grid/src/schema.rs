//! The tables of the map and of the boards.

use niangjia_store::Migration;

/// The migrations of this slice. An area lies under the identity of the grid or of the community that it is of; its four
/// sides (millionths of a degree) find those that may meet it.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "grid: areas, boards",
    ddl: "
CREATE TABLE grid_area (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    of_community BOOLEAN NOT NULL,
    shape TEXT NOT NULL,
    square_metres BIGINT NOT NULL,
    west BIGINT NOT NULL,
    south BIGINT NOT NULL,
    east BIGINT NOT NULL,
    north BIGINT NOT NULL,
    set_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX grid_area_of_community ON grid_area (tenant, org_id);
CREATE INDEX grid_area_by_sides ON grid_area (tenant, west, east);
CREATE TABLE grid_board (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    extent TEXT NOT NULL,
    duties TEXT NOT NULL,
    office_phone TEXT NOT NULL,
    supervision_phone TEXT NOT NULL,
    shown TEXT NOT NULL,
    put_up_day BIGINT NOT NULL,
    put_up_by UUID NOT NULL,
    taken_down_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, put_up_by) REFERENCES people_person (tenant, id));
CREATE INDEX grid_board_of_community ON grid_board (tenant, org_id);
",
}];
