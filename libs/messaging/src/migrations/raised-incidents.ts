// An incident that is raised again is found by what it is about: a loop may have raised very many of them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RaisedIncidents1765400000000 implements MigrationInterface {
  readonly name = 'RaisedIncidents1765400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index consumer_incident_about on messaging.consumer_incident
        (group_name, topic, partition, coalesce(record_offset, -1))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index messaging.consumer_incident_about');
  }
}
