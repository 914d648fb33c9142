// Generated from schemas/ by `npm run generate`: change the sources, not this file.
import type { ContractSources } from '../definitions.js';

/** The schemas and topics, as services carry them with them. */
export const sources: ContractSources = {
  "schemas": [
    {
      "type": "record",
      "name": "AddressReleased",
      "namespace": "continuo.collaboration",
      "doc": "An address that was suppressed may be written to again on a channel. Whose it is stands in the customer header, as its keyed hash.",
      "fields": [
        {
          "name": "channel",
          "type": "string",
          "doc": "The channel, e.g. whatsapp.",
          "pii": false
        },
        {
          "name": "source",
          "type": {
            "type": "enum",
            "name": "ReleasedBy",
            "symbols": [
              "customer",
              "provider",
              "staff",
              "other"
            ],
            "default": "other"
          },
          "doc": "Who lifted it.",
          "pii": false
        },
        {
          "name": "reason",
          "type": "string",
          "doc": "Stable code of why it had been suppressed.",
          "pii": false
        },
        {
          "name": "releasedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was lifted.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "AddressSuppressed",
      "namespace": "continuo.collaboration",
      "doc": "An address must not be written to on a channel. Whose it is stands in the customer header, as its keyed hash.",
      "fields": [
        {
          "name": "channel",
          "type": "string",
          "doc": "The channel, e.g. whatsapp.",
          "pii": false
        },
        {
          "name": "scope",
          "type": {
            "type": "enum",
            "name": "SuppressedScope",
            "symbols": [
              "all",
              "marketing"
            ],
            "default": "all"
          },
          "doc": "Nothing at all, or nothing but the purpose service.",
          "pii": false
        },
        {
          "name": "source",
          "type": {
            "type": "enum",
            "name": "SuppressedBy",
            "symbols": [
              "customer",
              "provider",
              "staff",
              "other"
            ],
            "default": "other"
          },
          "doc": "Who asked for it.",
          "pii": false
        },
        {
          "name": "reason",
          "type": "string",
          "doc": "Stable code of why, e.g. opted-out.",
          "pii": false
        },
        {
          "name": "suppressedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "Since when.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "DeliveryChanged",
      "namespace": "continuo.collaboration",
      "doc": "The channel told what became of a message after it was sent.",
      "fields": [
        {
          "name": "deliveryId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The delivery.",
          "pii": false
        },
        {
          "name": "template",
          "type": "string",
          "doc": "Name of the template.",
          "pii": false
        },
        {
          "name": "status",
          "type": {
            "type": "enum",
            "name": "DeliveryStatus",
            "symbols": [
              "delivered",
              "read",
              "undelivered",
              "other"
            ],
            "default": "other"
          },
          "doc": "What became of it.",
          "pii": false
        },
        {
          "name": "code",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel's code of a failure.",
          "pii": false,
          "default": null
        },
        {
          "name": "changedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When, by the channel.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "MessageExpired",
      "namespace": "continuo.collaboration",
      "doc": "A message was not sent, because its time had passed.",
      "fields": [
        {
          "name": "template",
          "type": "string",
          "doc": "Name of the template.",
          "pii": false
        },
        {
          "name": "purpose",
          "type": "string",
          "doc": "The purpose it was sent for.",
          "pii": false
        },
        {
          "name": "channel",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel, where one was chosen.",
          "pii": false,
          "default": null
        },
        {
          "name": "notAfter",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "The time that had passed.",
          "pii": false,
          "default": null
        },
        {
          "name": "expiredAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "MessageFailed",
      "namespace": "continuo.collaboration",
      "doc": "A message could not be handed over and nothing was sent; another attempt may succeed.",
      "fields": [
        {
          "name": "template",
          "type": "string",
          "doc": "Name of the template.",
          "pii": false
        },
        {
          "name": "purpose",
          "type": "string",
          "doc": "The purpose it was sent for.",
          "pii": false
        },
        {
          "name": "channel",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel, where one was chosen.",
          "pii": false,
          "default": null
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the failure.",
          "pii": false
        },
        {
          "name": "failedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        },
        {
          "name": "templateRevision",
          "type": [
            "null",
            "int"
          ],
          "doc": "The revision of the template that would have been sent; null where none was looked at.",
          "pii": false,
          "default": null
        }
      ]
    },
    {
      "type": "record",
      "name": "MessageReceived",
      "namespace": "continuo.collaboration",
      "doc": "A customer wrote to us. The text stays with collaboration and is read by the message id.",
      "fields": [
        {
          "name": "messageId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The message; its text is read by this id.",
          "pii": false
        },
        {
          "name": "channel",
          "type": "string",
          "doc": "The channel it came by, e.g. whatsapp.",
          "pii": false
        },
        {
          "name": "kind",
          "type": {
            "type": "enum",
            "name": "MessageKind",
            "symbols": [
              "text",
              "choice",
              "media",
              "place",
              "other"
            ],
            "default": "other"
          },
          "doc": "What it is made of: words, a chosen button or row, a file, a place on the map.",
          "pii": false
        },
        {
          "name": "intent",
          "type": "string",
          "doc": "Id of the button or row that was chosen, else unknown.",
          "pii": false
        },
        {
          "name": "productId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The product it concerns, where the message or the one it answers names one.",
          "pii": false,
          "default": null
        },
        {
          "name": "replyTo",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The delivery that it answers.",
          "pii": false,
          "default": null
        },
        {
          "name": "receivedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was accepted.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "MessageRefused",
      "namespace": "continuo.collaboration",
      "doc": "A message was not sent, because a rule says no: consent, suppression, an unknown template.",
      "fields": [
        {
          "name": "template",
          "type": "string",
          "doc": "Name of the template.",
          "pii": false
        },
        {
          "name": "purpose",
          "type": "string",
          "doc": "The purpose it was sent for.",
          "pii": false
        },
        {
          "name": "channel",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel, where one was chosen.",
          "pii": false,
          "default": null
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the rule.",
          "pii": false
        },
        {
          "name": "refusedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        },
        {
          "name": "templateRevision",
          "type": [
            "null",
            "int"
          ],
          "doc": "The revision of the template that would have been sent; null where none was looked at.",
          "pii": false,
          "default": null
        }
      ]
    },
    {
      "type": "record",
      "name": "MessageSent",
      "namespace": "continuo.collaboration",
      "doc": "A message was handed to its channel.",
      "fields": [
        {
          "name": "deliveryId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The delivery.",
          "pii": false
        },
        {
          "name": "template",
          "type": "string",
          "doc": "Name of the template.",
          "pii": false
        },
        {
          "name": "purpose",
          "type": "string",
          "doc": "The purpose it was sent for.",
          "pii": false
        },
        {
          "name": "channel",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel, where one was chosen.",
          "pii": false,
          "default": null
        },
        {
          "name": "sentAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        },
        {
          "name": "templateRevision",
          "type": [
            "null",
            "int"
          ],
          "doc": "The revision of the template that was sent; null where it was not recorded.",
          "pii": false,
          "default": null
        }
      ]
    },
    {
      "type": "record",
      "name": "PlaceEntered",
      "namespace": "continuo.collaboration",
      "doc": "A customer who agreed to it came near a place. Positions are not kept.",
      "fields": [
        {
          "name": "placeId",
          "type": "string",
          "doc": "The place.",
          "pii": false
        },
        {
          "name": "enteredAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was seen.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "PlaceLeft",
      "namespace": "continuo.collaboration",
      "doc": "A customer went away from a place.",
      "fields": [
        {
          "name": "placeId",
          "type": "string",
          "doc": "The place.",
          "pii": false
        },
        {
          "name": "leftAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was seen.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "StaffAlertAcknowledged",
      "namespace": "continuo.collaboration",
      "doc": "A member of staff has taken an alert on.",
      "fields": [
        {
          "name": "alertId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The alert.",
          "pii": false
        },
        {
          "name": "placeId",
          "type": "string",
          "doc": "The place.",
          "pii": false
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "acknowledgedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "StaffAlertRefused",
      "namespace": "continuo.collaboration",
      "doc": "Nobody was alerted, because a rule says no: an unknown place.",
      "fields": [
        {
          "name": "placeId",
          "type": "string",
          "doc": "The place that was named.",
          "pii": false
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the rule.",
          "pii": false
        },
        {
          "name": "refusedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "StaffAlerted",
      "namespace": "continuo.collaboration",
      "doc": "The staff of a place was told that a customer needs them.",
      "fields": [
        {
          "name": "alertId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The alert.",
          "pii": false
        },
        {
          "name": "placeId",
          "type": "string",
          "doc": "The place.",
          "pii": false
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "listening",
          "type": "int",
          "doc": "How many members of staff had the alerts of this place open.",
          "pii": false
        },
        {
          "name": "alertedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "TaskCancelled",
      "namespace": "continuo.collaboration",
      "doc": "A task is not needed any more.",
      "fields": [
        {
          "name": "taskId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The task.",
          "pii": false
        },
        {
          "name": "taskType",
          "type": "string",
          "doc": "Which kind of task, e.g. call-back.",
          "pii": false
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "caseId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The case that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the reason.",
          "pii": false
        },
        {
          "name": "cancelledAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "TaskClaimed",
      "namespace": "continuo.collaboration",
      "doc": "A person has taken a task on.",
      "fields": [
        {
          "name": "taskId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The task.",
          "pii": false
        },
        {
          "name": "taskType",
          "type": "string",
          "doc": "Which kind of task, e.g. call-back.",
          "pii": false
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "caseId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The case that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "claimedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "TaskClosed",
      "namespace": "continuo.collaboration",
      "doc": "The answer to CloseTask: a task was closed, or had ended before, and how.",
      "fields": [
        {
          "name": "taskId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The task; null when it had not been created yet and now never will be.",
          "pii": false,
          "default": null
        },
        {
          "name": "taskType",
          "type": "string",
          "doc": "Which kind of task; empty when it is not known.",
          "pii": false
        },
        {
          "name": "outcome",
          "type": [
            "null",
            "string"
          ],
          "doc": "What had come of it before; null when nothing had.",
          "pii": false,
          "default": null
        },
        {
          "name": "completedBy",
          "type": [
            "null",
            "string"
          ],
          "doc": "Of a decision, who had made it.",
          "pii": false,
          "default": null
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the reason, as the command gave it.",
          "pii": false
        },
        {
          "name": "closedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it ended.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "TaskCompleted",
      "namespace": "continuo.collaboration",
      "doc": "A task is done.",
      "fields": [
        {
          "name": "taskId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The task.",
          "pii": false
        },
        {
          "name": "taskType",
          "type": "string",
          "doc": "Which kind of task, e.g. call-back.",
          "pii": false
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "caseId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The case that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "outcome",
          "type": "string",
          "doc": "Stable code of what came out of it.",
          "pii": false
        },
        {
          "name": "completedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        },
        {
          "name": "completedBy",
          "type": [
            "null",
            "string"
          ],
          "doc": "Of a decision, who made it: the opaque subject of the token.",
          "pii": false,
          "default": null
        }
      ]
    },
    {
      "type": "record",
      "name": "TaskCreated",
      "namespace": "continuo.collaboration",
      "doc": "A task waits for a person.",
      "fields": [
        {
          "name": "taskId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The task.",
          "pii": false
        },
        {
          "name": "taskType",
          "type": "string",
          "doc": "Which kind of task, e.g. call-back.",
          "pii": false
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "caseId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The case that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "role",
          "type": "string",
          "doc": "The role that may do it.",
          "pii": false
        },
        {
          "name": "dueAt",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "By when it should be done.",
          "pii": false,
          "default": null
        },
        {
          "name": "createdAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "TaskDecisionRefused",
      "namespace": "continuo.collaboration",
      "doc": "Somebody tried to decide what they may not, or not any more. Told once per task, person and rule.",
      "fields": [
        {
          "name": "taskId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The task.",
          "pii": false
        },
        {
          "name": "taskType",
          "type": "string",
          "doc": "Which kind of task, e.g. call-back.",
          "pii": false
        },
        {
          "name": "outcome",
          "type": "string",
          "doc": "What they wanted.",
          "pii": false
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the rule, e.g. task-role-lost.",
          "pii": false
        },
        {
          "name": "refusedTo",
          "type": "string",
          "doc": "Who: the opaque subject of the token.",
          "pii": false
        },
        {
          "name": "refusedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "TaskReassigned",
      "namespace": "continuo.collaboration",
      "doc": "A task waits for another role or person from now on.",
      "fields": [
        {
          "name": "taskId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The task.",
          "pii": false
        },
        {
          "name": "taskType",
          "type": "string",
          "doc": "Which kind of task, e.g. call-back.",
          "pii": false
        },
        {
          "name": "role",
          "type": "string",
          "doc": "The role that may do it.",
          "pii": false
        },
        {
          "name": "delegate",
          "type": [
            "null",
            "string"
          ],
          "doc": "The one person who may do it beside the role: the opaque subject of a token.",
          "pii": false,
          "default": null
        },
        {
          "name": "reassignedBy",
          "type": [
            "null",
            "string"
          ],
          "doc": "Who handed it over; null when the journey did.",
          "pii": false,
          "default": null
        },
        {
          "name": "reassignedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "TaskRefused",
      "namespace": "continuo.collaboration",
      "doc": "No task was created, because a rule says no.",
      "fields": [
        {
          "name": "taskType",
          "type": "string",
          "doc": "Which kind of task.",
          "pii": false
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the rule.",
          "pii": false
        },
        {
          "name": "refusedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "AlertStaff",
      "namespace": "continuo.collaboration.commands",
      "doc": "Tell the staff of a place that the customer of the envelope needs them.",
      "answers": {
        "done": [
          "StaffAlerted"
        ],
        "failed": [],
        "refused": [
          "StaffAlertRefused"
        ]
      },
      "fields": [
        {
          "name": "placeId",
          "type": "string",
          "doc": "The place.",
          "pii": false
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        }
      ]
    },
    {
      "type": "record",
      "name": "CloseTask",
      "namespace": "continuo.collaboration.commands",
      "doc": "A task is not waited for any more.",
      "answers": {
        "done": [
          "TaskClosed"
        ],
        "failed": [],
        "refused": [
          "TaskRefused"
        ]
      },
      "fields": [
        {
          "name": "task",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The id of the command that created it.",
          "pii": false
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the reason, e.g. deadline-passed.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "CreateTask",
      "namespace": "continuo.collaboration.commands",
      "doc": "Create a task for a person, about the customer of the envelope.",
      "answers": {
        "done": [
          "TaskCreated"
        ],
        "failed": [],
        "refused": [
          "TaskRefused"
        ]
      },
      "fields": [
        {
          "name": "taskType",
          "type": "string",
          "doc": "Which kind of task, e.g. call-back.",
          "pii": false
        },
        {
          "name": "role",
          "type": "string",
          "doc": "The role that may do it.",
          "pii": false
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "caseId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The case that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "dueAt",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "By when it should be done.",
          "pii": false,
          "default": null
        },
        {
          "name": "outcomes",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "The only outcomes that end it, e.g. approved and rejected: a decision, for its role and nobody above it. Empty: any outcome.",
          "pii": false,
          "default": []
        },
        {
          "name": "closesAt",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "From then on it cannot be done any more.",
          "pii": false,
          "default": null
        },
        {
          "name": "notBy",
          "type": [
            "null",
            "string"
          ],
          "doc": "Who may not do it, because they asked for it: the opaque subject of a token.",
          "pii": false,
          "default": null
        },
        {
          "name": "details",
          "type": {
            "type": "map",
            "values": [
              "null",
              "boolean",
              "double",
              "string"
            ]
          },
          "doc": "What it is about, in codes and numbers.",
          "pii": false,
          "default": {}
        }
      ]
    },
    {
      "type": "record",
      "name": "ReassignTask",
      "namespace": "continuo.collaboration.commands",
      "doc": "Hand a task that nobody has done to another role.",
      "answers": {
        "done": [
          "TaskReassigned"
        ],
        "failed": [],
        "refused": [
          "TaskRefused"
        ]
      },
      "fields": [
        {
          "name": "task",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The id of the command that created it.",
          "pii": false
        },
        {
          "name": "role",
          "type": "string",
          "doc": "The role that may do it from now on.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "SendMessage",
      "namespace": "continuo.collaboration.commands",
      "doc": "Send a templated message to the customer of the envelope.",
      "answers": {
        "done": [
          "MessageSent"
        ],
        "failed": [
          "MessageFailed"
        ],
        "refused": [
          "MessageExpired",
          "MessageRefused"
        ]
      },
      "fields": [
        {
          "name": "template",
          "type": "string",
          "doc": "Name of the template.",
          "pii": false
        },
        {
          "name": "purpose",
          "type": "string",
          "doc": "Consent is checked for this purpose.",
          "pii": false
        },
        {
          "name": "channel",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel; null lets collaboration choose.",
          "pii": false,
          "default": null
        },
        {
          "name": "variables",
          "type": {
            "type": "map",
            "values": [
              "null",
              "boolean",
              "double",
              "string"
            ]
          },
          "doc": "What the template needs and is not personal; the rest is read by id.",
          "pii": false,
          "default": {}
        },
        {
          "name": "notAfter",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "After this it expires.",
          "pii": false,
          "default": null
        },
        {
          "name": "contentAsOf",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "The words are those of the template's revision that was in force then, or of its first one after it; null takes those of now.",
          "pii": false,
          "default": null
        }
      ]
    },
    {
      "type": "record",
      "name": "InteractionAccepted",
      "namespace": "continuo.contact_centre",
      "doc": "An agent has accepted an interaction.",
      "fields": [
        {
          "name": "interactionId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The interaction.",
          "pii": false
        },
        {
          "name": "offerId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The offer.",
          "pii": false
        },
        {
          "name": "agentId",
          "type": "string",
          "doc": "The agent, an opaque id.",
          "pii": false
        },
        {
          "name": "waitedMs",
          "type": "long",
          "doc": "Milliseconds in the queue.",
          "pii": false
        },
        {
          "name": "acceptedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "InteractionEnded",
      "namespace": "continuo.contact_centre",
      "doc": "An interaction is over.",
      "fields": [
        {
          "name": "interactionId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The interaction.",
          "pii": false
        },
        {
          "name": "agentId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The agent who had it, an opaque id.",
          "pii": false,
          "default": null
        },
        {
          "name": "reason",
          "type": {
            "type": "enum",
            "name": "InteractionEnd",
            "symbols": [
              "completed",
              "abandoned",
              "failed",
              "other"
            ],
            "default": "other"
          },
          "doc": "How it ended: talked, gone before an agent answered, or broken off.",
          "pii": false
        },
        {
          "name": "disposition",
          "type": [
            "null",
            "string"
          ],
          "doc": "Stable code of what came out of it, by the agent.",
          "pii": false,
          "default": null
        },
        {
          "name": "talkedMs",
          "type": [
            "null",
            "long"
          ],
          "doc": "Milliseconds from acceptance to the end.",
          "pii": false,
          "default": null
        },
        {
          "name": "endedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "InteractionOffered",
      "namespace": "continuo.contact_centre",
      "doc": "An interaction was offered to an agent, with what is known of the customer.",
      "fields": [
        {
          "name": "interactionId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The interaction.",
          "pii": false
        },
        {
          "name": "offerId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The offer.",
          "pii": false
        },
        {
          "name": "agentId",
          "type": "string",
          "doc": "The agent, an opaque id.",
          "pii": false
        },
        {
          "name": "attempt",
          "type": "int",
          "doc": "Which offer of this interaction it is, from 1.",
          "pii": false
        },
        {
          "name": "lastMessageId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The last message of the customer that the offer tells of.",
          "pii": false,
          "default": null
        },
        {
          "name": "offeredAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "InteractionStarted",
      "namespace": "continuo.contact_centre",
      "doc": "A customer wants to talk to somebody.",
      "fields": [
        {
          "name": "interactionId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The interaction.",
          "pii": false
        },
        {
          "name": "channel",
          "type": "string",
          "doc": "The channel, e.g. voice.",
          "pii": false
        },
        {
          "name": "direction",
          "type": {
            "type": "enum",
            "name": "InteractionDirection",
            "symbols": [
              "inbound",
              "outbound",
              "other"
            ],
            "default": "other"
          },
          "doc": "Who began it.",
          "pii": false
        },
        {
          "name": "queue",
          "type": "string",
          "doc": "The queue that it waits in.",
          "pii": false
        },
        {
          "name": "startedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "OfferEnded",
      "namespace": "continuo.contact_centre",
      "doc": "An offer ended without being accepted; the interaction keeps its place in the queue.",
      "fields": [
        {
          "name": "interactionId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The interaction.",
          "pii": false
        },
        {
          "name": "offerId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The offer.",
          "pii": false
        },
        {
          "name": "agentId",
          "type": "string",
          "doc": "The agent, an opaque id.",
          "pii": false
        },
        {
          "name": "reason",
          "type": {
            "type": "enum",
            "name": "OfferEnd",
            "symbols": [
              "declined",
              "unanswered",
              "agent_gone",
              "caller_gone",
              "other"
            ],
            "default": "other"
          },
          "doc": "Why.",
          "pii": false
        },
        {
          "name": "endedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "CaseActivityAdded",
      "namespace": "continuo.crm",
      "doc": "Something was done about a case. What was written stays with crm.",
      "fields": [
        {
          "name": "caseId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The case.",
          "pii": false
        },
        {
          "name": "activityId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The activity.",
          "pii": false
        },
        {
          "name": "activityType",
          "type": "string",
          "doc": "Which kind, e.g. note or call.",
          "pii": false
        },
        {
          "name": "interactionId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The interaction that it was.",
          "pii": false,
          "default": null
        },
        {
          "name": "addedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "CaseClosed",
      "namespace": "continuo.crm",
      "doc": "A case is closed.",
      "fields": [
        {
          "name": "caseId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The case.",
          "pii": false
        },
        {
          "name": "caseType",
          "type": "string",
          "doc": "Which kind of matter.",
          "pii": false
        },
        {
          "name": "resolution",
          "type": "string",
          "doc": "Stable code of how it was settled.",
          "pii": false
        },
        {
          "name": "productId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The product that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "closedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "CaseOpened",
      "namespace": "continuo.crm",
      "doc": "A matter of a customer is taken care of from now on.",
      "fields": [
        {
          "name": "caseId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The case.",
          "pii": false
        },
        {
          "name": "caseType",
          "type": "string",
          "doc": "Which kind of matter, e.g. product-question.",
          "pii": false
        },
        {
          "name": "channel",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel that it came by.",
          "pii": false,
          "default": null
        },
        {
          "name": "productId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The product that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "messageId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The message that it began with.",
          "pii": false,
          "default": null
        },
        {
          "name": "openedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "CaseRefused",
      "namespace": "continuo.crm",
      "doc": "Nothing was done about a case, because a rule says no.",
      "fields": [
        {
          "name": "caseId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The case that was named.",
          "pii": false,
          "default": null
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the rule.",
          "pii": false
        },
        {
          "name": "refusedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "CaseReopened",
      "namespace": "continuo.crm",
      "doc": "A closed case goes on.",
      "fields": [
        {
          "name": "caseId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The case.",
          "pii": false
        },
        {
          "name": "caseType",
          "type": "string",
          "doc": "Which kind of matter.",
          "pii": false
        },
        {
          "name": "reopenedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ContactCreated",
      "namespace": "continuo.crm",
      "doc": "A person we do business with is known. Name and addresses stay with crm.",
      "fields": [
        {
          "name": "contactId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The contact.",
          "pii": false
        },
        {
          "name": "createdAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ContactUpdated",
      "namespace": "continuo.crm",
      "doc": "Something about a contact changed; it is read by id.",
      "fields": [
        {
          "name": "contactId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The contact.",
          "pii": false
        },
        {
          "name": "version",
          "type": "long",
          "doc": "Grows with every change.",
          "pii": false
        },
        {
          "name": "changed",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "Names of the fields that changed.",
          "pii": false
        },
        {
          "name": "updatedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "CloseCase",
      "namespace": "continuo.crm.commands",
      "doc": "Close a case.",
      "answers": {
        "done": [
          "CaseClosed"
        ],
        "failed": [],
        "refused": [
          "CaseRefused"
        ]
      },
      "fields": [
        {
          "name": "caseId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The case.",
          "pii": false
        },
        {
          "name": "resolution",
          "type": "string",
          "doc": "Stable code of how it was settled.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "OpenCase",
      "namespace": "continuo.crm.commands",
      "doc": "Open a case for the customer of the envelope.",
      "answers": {
        "done": [
          "CaseOpened"
        ],
        "failed": [],
        "refused": [
          "CaseRefused"
        ]
      },
      "fields": [
        {
          "name": "caseType",
          "type": "string",
          "doc": "Which kind of matter, e.g. product-question.",
          "pii": false
        },
        {
          "name": "channel",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel that it came by.",
          "pii": false,
          "default": null
        },
        {
          "name": "productId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The product that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "orderId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The order that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "messageId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The message that it began with.",
          "pii": false,
          "default": null
        }
      ]
    },
    {
      "type": "record",
      "name": "ConsentGranted",
      "namespace": "continuo.cdp",
      "doc": "A customer agreed to a purpose on a channel.",
      "fields": [
        {
          "name": "purpose",
          "type": "string",
          "doc": "What the customer is contacted for, e.g. marketing.",
          "pii": false
        },
        {
          "name": "channel",
          "type": "string",
          "doc": "The channel, or * for every channel.",
          "pii": false
        },
        {
          "name": "version",
          "type": "string",
          "doc": "Version of the wording that was agreed to.",
          "pii": false
        },
        {
          "name": "source",
          "type": "string",
          "doc": "Where it was said: a form, an agent, an import.",
          "pii": false
        },
        {
          "name": "grantedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was said.",
          "pii": false
        },
        {
          "name": "receivedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was accepted.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ConsentWithdrawn",
      "namespace": "continuo.cdp",
      "doc": "A customer withdrew agreement to a purpose on a channel.",
      "fields": [
        {
          "name": "purpose",
          "type": "string",
          "doc": "What the customer is contacted for, e.g. marketing.",
          "pii": false
        },
        {
          "name": "channel",
          "type": "string",
          "doc": "The channel, or * for every channel.",
          "pii": false
        },
        {
          "name": "version",
          "type": "string",
          "doc": "Version of the wording that was shown.",
          "pii": false
        },
        {
          "name": "source",
          "type": "string",
          "doc": "Where it was said: a form, an agent, an import.",
          "pii": false
        },
        {
          "name": "withdrawnAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was said.",
          "pii": false
        },
        {
          "name": "receivedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was accepted.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "CustomerIdentified",
      "namespace": "continuo.cdp",
      "doc": "An identify or alias call linked identifiers; the identifiers are in the envelope.",
      "fields": [
        {
          "name": "messageId",
          "type": "string",
          "doc": "The caller's id of the call, unique per write key.",
          "pii": false
        },
        {
          "name": "kind",
          "type": {
            "type": "enum",
            "name": "IdentifyKind",
            "symbols": [
              "identify",
              "alias",
              "other"
            ],
            "default": "other"
          },
          "doc": "Which tracking call it was.",
          "pii": false
        },
        {
          "name": "source",
          "type": "string",
          "doc": "Name of the source, by its write key.",
          "pii": false
        },
        {
          "name": "traitNames",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "Names of the traits that were given; their values stay with the owner.",
          "pii": false,
          "default": []
        },
        {
          "name": "occurredAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it happened, corrected for the caller's clock.",
          "pii": false
        },
        {
          "name": "sentAt",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "When the caller sent it, by the caller's clock.",
          "pii": false,
          "default": null
        },
        {
          "name": "receivedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was accepted.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ProfileChanged",
      "namespace": "continuo.cdp",
      "doc": "What decisions need to know of a customer changed. Carries all facts, not only the changed ones.",
      "fields": [
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The profile.",
          "pii": false
        },
        {
          "name": "version",
          "type": "long",
          "doc": "Grows with every change of the profile.",
          "pii": false
        },
        {
          "name": "changed",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "Names of the facts that differ from the version before.",
          "pii": false,
          "default": []
        },
        {
          "name": "segments",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "Names of the segments the customer is in.",
          "pii": false,
          "default": []
        },
        {
          "name": "consents",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "ConsentFact",
              "doc": "The newest word on one purpose and channel.",
              "fields": [
                {
                  "name": "purpose",
                  "type": "string",
                  "doc": "The purpose.",
                  "pii": false
                },
                {
                  "name": "channel",
                  "type": "string",
                  "doc": "The channel, or * for every channel.",
                  "pii": false
                },
                {
                  "name": "granted",
                  "type": "boolean",
                  "doc": "Whether the customer agreed.",
                  "pii": false
                },
                {
                  "name": "version",
                  "type": "string",
                  "doc": "Version of the wording.",
                  "pii": false
                },
                {
                  "name": "changedAt",
                  "type": {
                    "type": "long",
                    "logicalType": "timestamp-millis"
                  },
                  "doc": "When it was said.",
                  "pii": false
                }
              ]
            }
          },
          "doc": "Consent by purpose and channel.",
          "pii": false,
          "default": []
        },
        {
          "name": "language",
          "type": [
            "null",
            "string"
          ],
          "doc": "BCP 47, e.g. de-CH.",
          "pii": false,
          "default": null
        },
        {
          "name": "timeZone",
          "type": [
            "null",
            "string"
          ],
          "doc": "IANA name, e.g. Europe/Zurich.",
          "pii": false,
          "default": null
        },
        {
          "name": "reachability",
          "type": {
            "type": "map",
            "values": "boolean"
          },
          "doc": "By channel: whether the customer can be reached there.",
          "pii": false,
          "default": {}
        },
        {
          "name": "scores",
          "type": {
            "type": "map",
            "values": "double"
          },
          "doc": "By name of the score.",
          "pii": false,
          "default": {}
        },
        {
          "name": "valueTier",
          "type": [
            "null",
            "string"
          ],
          "doc": "Name of the value tier.",
          "pii": false,
          "default": null
        },
        {
          "name": "changedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When the facts changed.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ProfileCreated",
      "namespace": "continuo.cdp",
      "doc": "A customer was seen for the first time.",
      "fields": [
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The new profile.",
          "pii": false
        },
        {
          "name": "createdAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was created.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ProfileErased",
      "namespace": "continuo.cdp",
      "doc": "A customer was erased. Nothing is sent to them any more.",
      "fields": [
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The erased profile.",
          "pii": false
        },
        {
          "name": "erasureId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "Names the erasure, for its proof.",
          "pii": false
        },
        {
          "name": "erasedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was erased.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ProfileMerged",
      "namespace": "continuo.cdp",
      "doc": "Two profiles turned out to be one person. Published under both keys, as the last record of the loser.",
      "fields": [
        {
          "name": "mergeId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "Names this merge; a split that undoes it repeats it.",
          "pii": false
        },
        {
          "name": "loserId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The profile that points to the survivor from now on.",
          "pii": false
        },
        {
          "name": "survivorId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The profile that goes on.",
          "pii": false
        },
        {
          "name": "linkedBy",
          "type": "string",
          "doc": "Kind of the identifier that linked them.",
          "pii": false
        },
        {
          "name": "mergedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When they were merged.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ProfileSplit",
      "namespace": "continuo.cdp",
      "doc": "A merge was undone. Published under both keys.",
      "fields": [
        {
          "name": "mergeId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The merge that was undone.",
          "pii": false
        },
        {
          "name": "restoredId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The profile that lost then and lives again.",
          "pii": false
        },
        {
          "name": "survivorId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The profile that had survived.",
          "pii": false
        },
        {
          "name": "splitAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was undone.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "SegmentEntered",
      "namespace": "continuo.cdp",
      "doc": "A customer is in a segment now and was not before. Their facts told of it already.",
      "fields": [
        {
          "name": "segment",
          "type": "string",
          "doc": "Name of the segment.",
          "pii": false
        },
        {
          "name": "cause",
          "type": {
            "type": "enum",
            "name": "SegmentEnteredCause",
            "symbols": [
              "request",
              "merge",
              "split",
              "other"
            ],
            "default": "other"
          },
          "doc": "A request put them in, a merge with somebody who was in it, or the undoing of a merge.",
          "pii": false
        },
        {
          "name": "enteredAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When they came in.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "SegmentLeft",
      "namespace": "continuo.cdp",
      "doc": "A customer was in a segment and is not any more. Their facts told of it already.",
      "fields": [
        {
          "name": "segment",
          "type": "string",
          "doc": "Name of the segment.",
          "pii": false
        },
        {
          "name": "cause",
          "type": {
            "type": "enum",
            "name": "SegmentLeftCause",
            "symbols": [
              "request",
              "merge",
              "split",
              "other"
            ],
            "default": "other"
          },
          "doc": "A request took them out, or the undoing of a merge with somebody who was in it.",
          "pii": false
        },
        {
          "name": "leftAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When they left.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "TrackReceived",
      "namespace": "continuo.cdp",
      "doc": "A tracking call was accepted: track, page, screen or group.",
      "fields": [
        {
          "name": "messageId",
          "type": "string",
          "doc": "The caller's id of the call, unique per write key.",
          "pii": false
        },
        {
          "name": "kind",
          "type": {
            "type": "enum",
            "name": "TrackKind",
            "symbols": [
              "track",
              "page",
              "screen",
              "group",
              "other"
            ],
            "default": "other"
          },
          "doc": "Which tracking call it was.",
          "pii": false
        },
        {
          "name": "name",
          "type": "string",
          "doc": "Name of the event, page or screen; empty when the caller gave none.",
          "pii": false
        },
        {
          "name": "source",
          "type": "string",
          "doc": "Name of the source, by its write key.",
          "pii": false
        },
        {
          "name": "groupId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The group of a group call, an opaque id.",
          "pii": false,
          "default": null
        },
        {
          "name": "properties",
          "type": {
            "type": "map",
            "values": [
              "null",
              "boolean",
              "double",
              "string"
            ]
          },
          "doc": "Flat, without personal data: what the classifier kept back is null.",
          "pii": false,
          "default": {}
        },
        {
          "name": "occurredAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it happened, corrected for the caller's clock.",
          "pii": false
        },
        {
          "name": "sentAt",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "When the caller sent it, by the caller's clock.",
          "pii": false,
          "default": null
        },
        {
          "name": "receivedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was accepted.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "OrderAccepted",
      "namespace": "continuo.operations",
      "doc": "An order was accepted; what it needs is not reserved yet.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "fulfilment",
          "type": {
            "type": "enum",
            "name": "Fulfilment",
            "symbols": [
              "collect",
              "deliver",
              "other"
            ],
            "default": "other"
          },
          "doc": "How it reaches the customer.",
          "pii": false
        },
        {
          "name": "channel",
          "type": "string",
          "doc": "Where it was placed: web, app, phone or shop.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop that it is collected in.",
          "pii": false
        },
        {
          "name": "lines",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "OrderLine",
              "doc": "One product of an order.",
              "fields": [
                {
                  "name": "productId",
                  "type": "string",
                  "doc": "The product.",
                  "pii": false
                },
                {
                  "name": "quantity",
                  "type": "int",
                  "doc": "How many.",
                  "pii": false
                }
              ]
            }
          },
          "doc": "The products.",
          "pii": false
        },
        {
          "name": "acceptedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "OrderCancelled",
      "namespace": "continuo.operations",
      "doc": "An order is cancelled; what was put aside for it is free again.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop.",
          "pii": false
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the reason.",
          "pii": false
        },
        {
          "name": "cancelledAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "OrderCollected",
      "namespace": "continuo.operations",
      "doc": "The customer has what was ordered.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop.",
          "pii": false
        },
        {
          "name": "collectedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "OrderFalloutRaised",
      "namespace": "continuo.operations",
      "doc": "An order cannot go on as it should.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop.",
          "pii": false
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the cause, e.g. stock-short.",
          "pii": false
        },
        {
          "name": "productId",
          "type": [
            "null",
            "string"
          ],
          "doc": "The product that it is about.",
          "pii": false,
          "default": null
        },
        {
          "name": "raisedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "OrderFalloutResolved",
      "namespace": "continuo.operations",
      "doc": "An order that stood goes on.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop.",
          "pii": false
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the cause that was resolved.",
          "pii": false
        },
        {
          "name": "resolvedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "OrderReady",
      "namespace": "continuo.operations",
      "doc": "An order is ready for collection.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop.",
          "pii": false
        },
        {
          "name": "readyAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ReservationFailed",
      "namespace": "continuo.operations",
      "doc": "An order could not be reserved; nothing was put aside. A later attempt may succeed.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop.",
          "pii": false
        },
        {
          "name": "productId",
          "type": "string",
          "doc": "The first product that is short.",
          "pii": false
        },
        {
          "name": "asked",
          "type": "int",
          "doc": "How many are needed.",
          "pii": false
        },
        {
          "name": "available",
          "type": "int",
          "doc": "How many there are.",
          "pii": false
        },
        {
          "name": "failedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ReservationRefused",
      "namespace": "continuo.operations",
      "doc": "Nothing was reserved or released, because a rule says no.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the rule.",
          "pii": false
        },
        {
          "name": "refusedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "StockReleased",
      "namespace": "continuo.operations",
      "doc": "What was put aside for an order is free again.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop.",
          "pii": false
        },
        {
          "name": "released",
          "type": "boolean",
          "doc": "False when nothing was put aside.",
          "pii": false
        },
        {
          "name": "releasedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "StockReserved",
      "namespace": "continuo.operations",
      "doc": "All that an order needs is put aside.",
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop.",
          "pii": false
        },
        {
          "name": "reservationId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The reservation.",
          "pii": false
        },
        {
          "name": "reservedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ReleaseStock",
      "namespace": "continuo.operations.commands",
      "doc": "Free what was put aside for an order.",
      "answers": {
        "done": [
          "StockReleased"
        ],
        "failed": [],
        "refused": [
          "ReservationRefused"
        ]
      },
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ReserveStock",
      "namespace": "continuo.operations.commands",
      "doc": "Put aside what an order needs in its shop.",
      "answers": {
        "done": [
          "StockReserved"
        ],
        "failed": [
          "ReservationFailed"
        ],
        "refused": [
          "ReservationRefused"
        ]
      },
      "fields": [
        {
          "name": "orderId",
          "type": "string",
          "doc": "The order.",
          "pii": false
        },
        {
          "name": "storeId",
          "type": "string",
          "doc": "The shop.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "AnswerForwarded",
      "namespace": "continuo.orchestrator",
      "doc": "The answer to a command came under a profile that does not hold the instance any more, and follows it.",
      "fields": [
        {
          "name": "commandId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The command that was answered.",
          "pii": false
        },
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance that sent it.",
          "pii": false
        },
        {
          "name": "answerId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "ce_id of the answer.",
          "pii": false
        },
        {
          "name": "answerType",
          "type": "string",
          "doc": "ce_type of the answer.",
          "pii": false
        },
        {
          "name": "answer",
          "type": "bytes",
          "doc": "The answer's value, in wire format, as it came.",
          "pii": false
        },
        {
          "name": "answeredAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "Log-append time of the answer.",
          "pii": false
        },
        {
          "name": "answerValue",
          "type": [
            "null",
            "string"
          ],
          "doc": "The same as JSON, for steps that look at it; null of records written before.",
          "pii": false,
          "default": null
        }
      ]
    },
    {
      "type": "record",
      "name": "CommandIssued",
      "namespace": "continuo.orchestrator",
      "doc": "A step sent a command.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "step",
          "type": "string",
          "doc": "Name of the step.",
          "pii": false
        },
        {
          "name": "visit",
          "type": "int",
          "doc": "How often the instance has come to this step, from 1.",
          "pii": false
        },
        {
          "name": "commandId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The same for every attempt of a visit.",
          "pii": false
        },
        {
          "name": "commandType",
          "type": "string",
          "doc": "ce_type of the command.",
          "pii": false
        },
        {
          "name": "attempt",
          "type": "int",
          "doc": "From 1.",
          "pii": false
        },
        {
          "name": "notAfter",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "After this it must not be done any more.",
          "pii": false,
          "default": null
        },
        {
          "name": "issuedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "EntryDeclined",
      "namespace": "continuo.orchestrator",
      "doc": "A customer met the condition of an entry and did not enter.",
      "fields": [
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "entryId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The event or request that would have been the entry.",
          "pii": false
        },
        {
          "name": "rule",
          "type": "string",
          "doc": "What declined it: holdout, reentry, group, concurrency, audience, retired.",
          "pii": false
        },
        {
          "name": "ruleVersion",
          "type": [
            "null",
            "string"
          ],
          "doc": "Version of that rule.",
          "pii": false,
          "default": null
        },
        {
          "name": "winner",
          "type": [
            "null",
            "string"
          ],
          "doc": "The journey that won, where journeys compete.",
          "pii": false,
          "default": null
        },
        {
          "name": "winnerInstanceId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "Its instance.",
          "pii": false,
          "default": null
        },
        {
          "name": "declinedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "ExperimentAssigned",
      "namespace": "continuo.orchestrator",
      "doc": "A customer was drawn into an arm of an experiment, and stays in it whatever version or journey asks.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "step",
          "type": "string",
          "doc": "Name of the step.",
          "pii": false
        },
        {
          "name": "visit",
          "type": "int",
          "doc": "How often the instance has come to this step, from 1.",
          "pii": false
        },
        {
          "name": "experiment",
          "type": "string",
          "doc": "Name of the experiment.",
          "pii": false
        },
        {
          "name": "arm",
          "type": "string",
          "doc": "Name of the arm.",
          "pii": false
        },
        {
          "name": "insteadOf",
          "type": [
            "null",
            "string"
          ],
          "doc": "The arm the customer was in, when the newer version has it no more.",
          "pii": false,
          "default": null
        },
        {
          "name": "assignedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "GoalReached",
      "namespace": "continuo.orchestrator",
      "doc": "Something that a journey is for has happened within its time.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance; of somebody who was held out it is what the control group is followed by.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "goal",
          "type": "string",
          "doc": "Name of the goal, from the definition.",
          "pii": false
        },
        {
          "name": "heldOut",
          "type": "boolean",
          "doc": "Whether the customer was held out: the control group.",
          "pii": false,
          "default": false
        },
        {
          "name": "ended",
          "type": "boolean",
          "doc": "Whether the instance had ended before.",
          "pii": false,
          "default": false
        },
        {
          "name": "eventId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The event that reached it.",
          "pii": false
        },
        {
          "name": "sinceEntryMs",
          "type": "long",
          "doc": "How long after the entry, in milliseconds.",
          "pii": false
        },
        {
          "name": "reachedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "IncidentRaised",
      "namespace": "continuo.orchestrator",
      "doc": "An instance needs a person: retry, skip or cancel.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "incidentId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The incident.",
          "pii": false
        },
        {
          "name": "step",
          "type": "string",
          "doc": "Name of the step.",
          "pii": false
        },
        {
          "name": "visit",
          "type": "int",
          "doc": "How often the instance has come to this step, from 1.",
          "pii": false
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of what happened.",
          "pii": false
        },
        {
          "name": "attempts",
          "type": "int",
          "doc": "How often it was tried.",
          "pii": false
        },
        {
          "name": "raisedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "IncidentResolved",
      "namespace": "continuo.orchestrator",
      "doc": "An incident is closed.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "incidentId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The incident.",
          "pii": false
        },
        {
          "name": "resolution",
          "type": {
            "type": "enum",
            "name": "Resolution",
            "symbols": [
              "retried",
              "skipped",
              "cancelled",
              "ended",
              "other"
            ],
            "default": "other"
          },
          "doc": "How it was closed.",
          "pii": false
        },
        {
          "name": "resolvedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "InstanceActionRequested",
      "namespace": "continuo.orchestrator",
      "doc": "An operator asked for something to be done with an instance.",
      "fields": [
        {
          "name": "requestId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "Names the request; its result repeats it.",
          "pii": false
        },
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "action",
          "type": {
            "type": "enum",
            "name": "InstanceAction",
            "symbols": [
              "retry",
              "skip",
              "cancel",
              "release",
              "unknown"
            ],
            "default": "unknown"
          },
          "doc": "What to do.",
          "pii": false
        },
        {
          "name": "step",
          "type": [
            "null",
            "string"
          ],
          "doc": "The step that is meant; refused when the instance is elsewhere by then.",
          "pii": false,
          "default": null
        },
        {
          "name": "incidentId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The incident this answers.",
          "pii": false,
          "default": null
        },
        {
          "name": "actor",
          "type": "string",
          "doc": "Who asked: the opaque subject of the token.",
          "pii": false
        },
        {
          "name": "requestedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was asked.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "InstanceEntryRequested",
      "namespace": "continuo.orchestrator",
      "doc": "Somebody asked by API that a customer enters a journey.",
      "fields": [
        {
          "name": "requestId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "Names the request; its result repeats it.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": [
            "null",
            "int"
          ],
          "doc": "A certain version; null is the published one.",
          "pii": false,
          "default": null
        },
        {
          "name": "key",
          "type": [
            "null",
            "string"
          ],
          "doc": "The key of the instance, where the entry has one.",
          "pii": false,
          "default": null
        },
        {
          "name": "vars",
          "type": {
            "type": "map",
            "values": [
              "null",
              "boolean",
              "double",
              "string"
            ]
          },
          "doc": "First values of vars; no personal data.",
          "pii": false,
          "default": {}
        },
        {
          "name": "entry",
          "type": [
            "null",
            "int"
          ],
          "doc": "The place of the schedule that asks among the definition's entries; null where somebody asks.",
          "pii": false,
          "default": null
        },
        {
          "name": "actor",
          "type": "string",
          "doc": "Who asked: the opaque subject of the token.",
          "pii": false
        },
        {
          "name": "requestedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was asked.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "InstanceMigrated",
      "namespace": "continuo.orchestrator",
      "doc": "An instance goes on in another version.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "fromVersion",
          "type": "int",
          "doc": "The version before.",
          "pii": false
        },
        {
          "name": "migrationId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The migration that asked.",
          "pii": false
        },
        {
          "name": "step",
          "type": "string",
          "doc": "Where it stands now.",
          "pii": false
        },
        {
          "name": "migratedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "InstanceMigrationRequested",
      "namespace": "continuo.orchestrator",
      "doc": "An instance is to go on in another version, by a map of steps.",
      "fields": [
        {
          "name": "requestId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "Names the request; its result repeats it.",
          "pii": false
        },
        {
          "name": "migrationId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The migration that asks.",
          "pii": false
        },
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "fromVersion",
          "type": "int",
          "doc": "The version it runs on; refused when it is another one by then.",
          "pii": false
        },
        {
          "name": "toVersion",
          "type": "int",
          "doc": "The version it goes on with.",
          "pii": false
        },
        {
          "name": "map",
          "type": {
            "type": "map",
            "values": "string"
          },
          "doc": "Steps of the new version by those of the old one; a step that is not named keeps its name.",
          "pii": false,
          "default": {}
        },
        {
          "name": "vars",
          "type": {
            "type": "map",
            "values": "string"
          },
          "doc": "Vars that are set, each by an expression (CEL).",
          "pii": false,
          "default": {}
        },
        {
          "name": "reverts",
          "type": "boolean",
          "doc": "Takes the migration back, where no step was left since.",
          "pii": false,
          "default": false
        },
        {
          "name": "keepsVars",
          "type": "boolean",
          "doc": "Keeps what the vars were that it sets, so that taking it back restores them.",
          "pii": false,
          "default": false
        },
        {
          "name": "actor",
          "type": "string",
          "doc": "Who asked: the opaque subject of the token.",
          "pii": false
        },
        {
          "name": "requestedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it was asked.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "InstanceMoved",
      "namespace": "continuo.orchestrator",
      "doc": "An instance follows its customer through a merge or a split.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "fromProfileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The profile that held it before.",
          "pii": false
        },
        {
          "name": "mergeId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The merge that was made or undone.",
          "pii": false
        },
        {
          "name": "movedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "JourneyEnded",
      "namespace": "continuo.orchestrator",
      "doc": "An instance came to its end.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "outcome",
          "type": "string",
          "doc": "Name of the outcome, from the definition.",
          "pii": false
        },
        {
          "name": "ending",
          "type": {
            "type": "enum",
            "name": "Ending",
            "symbols": [
              "completed",
              "exited",
              "cancelled",
              "erased",
              "preempted",
              "other"
            ],
            "default": "other"
          },
          "doc": "How it came to its end.",
          "pii": false
        },
        {
          "name": "endedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "JourneyPublished",
      "namespace": "continuo.orchestrator",
      "doc": "A version of a journey was published; it never changes.",
      "fields": [
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "The version.",
          "pii": false
        },
        {
          "name": "owner",
          "type": "string",
          "doc": "Who answers for it: a team.",
          "pii": false
        },
        {
          "name": "definitionHash",
          "type": "string",
          "doc": "SHA-256 of the canonical definition, hexadecimal.",
          "pii": false
        },
        {
          "name": "engineRevision",
          "type": "int",
          "doc": "Revision of the engine that runs it.",
          "pii": false
        },
        {
          "name": "publishedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "JourneyStarted",
      "namespace": "continuo.orchestrator",
      "doc": "A customer entered a journey.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "key",
          "type": [
            "null",
            "string"
          ],
          "doc": "The key of the instance, where the entry has one.",
          "pii": false,
          "default": null
        },
        {
          "name": "entryType",
          "type": "string",
          "doc": "ce_type of the event that started it.",
          "pii": false
        },
        {
          "name": "entryId",
          "type": "string",
          "doc": "ce_id of the event that started it.",
          "pii": false
        },
        {
          "name": "parentId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "The instance whose step started it; null when an event or a request did.",
          "pii": false,
          "default": null
        },
        {
          "name": "startedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When it started.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "JourneyStateChanged",
      "namespace": "continuo.orchestrator",
      "doc": "A journey was paused, resumed or retired.",
      "fields": [
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "The version that is current.",
          "pii": false
        },
        {
          "name": "state",
          "type": {
            "type": "enum",
            "name": "JourneyState",
            "symbols": [
              "published",
              "paused",
              "retired",
              "unknown"
            ],
            "default": "unknown"
          },
          "doc": "Published: it runs. Paused: it runs and sends nothing. Retired: nobody enters it any more.",
          "pii": false
        },
        {
          "name": "publication",
          "type": "long",
          "doc": "Number of the publication: partitions mark where they took it up.",
          "pii": false
        },
        {
          "name": "actor",
          "type": "string",
          "doc": "Who asked: the opaque subject of the token.",
          "pii": false
        },
        {
          "name": "changedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "SendHeld",
      "namespace": "continuo.orchestrator",
      "doc": "A message waits, because a rule says not now.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "step",
          "type": "string",
          "doc": "Name of the step.",
          "pii": false
        },
        {
          "name": "visit",
          "type": "int",
          "doc": "How often the instance has come to this step, from 1.",
          "pii": false
        },
        {
          "name": "commandId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The command that sends.",
          "pii": false
        },
        {
          "name": "purpose",
          "type": "string",
          "doc": "The purpose of the message.",
          "pii": false
        },
        {
          "name": "channel",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel, when one was asked for.",
          "pii": false,
          "default": null
        },
        {
          "name": "rule",
          "type": "string",
          "doc": "Name of the rule that decided.",
          "pii": false
        },
        {
          "name": "ruleVersion",
          "type": [
            "null",
            "string"
          ],
          "doc": "Version of that rule.",
          "pii": false,
          "default": null
        },
        {
          "name": "heldUntil",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "doc": "When it is tried again; null when something else must happen first.",
          "pii": false,
          "default": null
        },
        {
          "name": "heldAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        },
        {
          "name": "inputs",
          "type": {
            "type": "map",
            "values": [
              "null",
              "boolean",
              "double",
              "string"
            ]
          },
          "doc": "What the rule looked at: numbers, names and times, never content.",
          "pii": false,
          "default": {}
        }
      ]
    },
    {
      "type": "record",
      "name": "SendSkipped",
      "namespace": "continuo.orchestrator",
      "doc": "A message is not sent, because a rule says no.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "step",
          "type": "string",
          "doc": "Name of the step.",
          "pii": false
        },
        {
          "name": "visit",
          "type": "int",
          "doc": "How often the instance has come to this step, from 1.",
          "pii": false
        },
        {
          "name": "commandId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The command that sends.",
          "pii": false
        },
        {
          "name": "purpose",
          "type": "string",
          "doc": "The purpose of the message.",
          "pii": false
        },
        {
          "name": "channel",
          "type": [
            "null",
            "string"
          ],
          "doc": "The channel, when one was asked for.",
          "pii": false,
          "default": null
        },
        {
          "name": "rule",
          "type": "string",
          "doc": "Name of the rule that decided.",
          "pii": false
        },
        {
          "name": "ruleVersion",
          "type": [
            "null",
            "string"
          ],
          "doc": "Version of that rule.",
          "pii": false,
          "default": null
        },
        {
          "name": "skippedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        },
        {
          "name": "inputs",
          "type": {
            "type": "map",
            "values": [
              "null",
              "boolean",
              "double",
              "string"
            ]
          },
          "doc": "What the rule looked at: numbers, names and times, never content.",
          "pii": false,
          "default": {}
        }
      ]
    },
    {
      "type": "record",
      "name": "StepEntered",
      "namespace": "continuo.orchestrator",
      "doc": "An instance came to a step.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "step",
          "type": "string",
          "doc": "Name of the step.",
          "pii": false
        },
        {
          "name": "visit",
          "type": "int",
          "doc": "How often the instance has come to this step, from 1.",
          "pii": false
        },
        {
          "name": "kind",
          "type": {
            "type": "enum",
            "name": "StepKind",
            "symbols": [
              "act",
              "wait",
              "choose",
              "split",
              "decide",
              "parallel",
              "approve",
              "task",
              "journey",
              "set",
              "end",
              "other"
            ],
            "default": "other"
          },
          "doc": "Kind of the step.",
          "pii": false
        },
        {
          "name": "office",
          "type": {
            "type": "enum",
            "name": "Office",
            "symbols": [
              "front",
              "middle",
              "back",
              "none"
            ],
            "default": "none"
          },
          "doc": "Where the step is worked.",
          "pii": false
        },
        {
          "name": "enteredAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "StepFailed",
      "namespace": "continuo.orchestrator",
      "doc": "A step failed for good, after its retries.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "step",
          "type": "string",
          "doc": "Name of the step.",
          "pii": false
        },
        {
          "name": "visit",
          "type": "int",
          "doc": "How often the instance has come to this step, from 1.",
          "pii": false
        },
        {
          "name": "commandId",
          "type": [
            "null",
            {
              "type": "string",
              "logicalType": "uuid"
            }
          ],
          "doc": "Its command, where it has one.",
          "pii": false,
          "default": null
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Stable code of the failure.",
          "pii": false
        },
        {
          "name": "attempts",
          "type": "int",
          "doc": "How often it was tried.",
          "pii": false
        },
        {
          "name": "failedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "StepLeft",
      "namespace": "continuo.orchestrator",
      "doc": "An instance went on from a step.",
      "fields": [
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance.",
          "pii": false
        },
        {
          "name": "profileId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The customer.",
          "pii": false
        },
        {
          "name": "journey",
          "type": "string",
          "doc": "Name of the journey.",
          "pii": false
        },
        {
          "name": "journeyVersion",
          "type": "int",
          "doc": "Version of its definition.",
          "pii": false
        },
        {
          "name": "step",
          "type": "string",
          "doc": "Name of the step.",
          "pii": false
        },
        {
          "name": "visit",
          "type": "int",
          "doc": "How often the instance has come to this step, from 1.",
          "pii": false
        },
        {
          "name": "outcome",
          "type": "string",
          "doc": "Which way out, e.g. done, failed, timeout.",
          "pii": false
        },
        {
          "name": "next",
          "type": [
            "null",
            "string"
          ],
          "doc": "The step it went to; null at the end.",
          "pii": false,
          "default": null
        },
        {
          "name": "leftAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    },
    {
      "type": "record",
      "name": "WorkerTaskSettled",
      "namespace": "continuo.orchestrator",
      "doc": "An external worker has completed a task or failed at it; its command id is the task.",
      "fields": [
        {
          "name": "taskId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The task.",
          "pii": false
        },
        {
          "name": "instanceId",
          "type": {
            "type": "string",
            "logicalType": "uuid"
          },
          "doc": "The instance that waits for it.",
          "pii": false
        },
        {
          "name": "kind",
          "type": "string",
          "doc": "What the worker was asked to do.",
          "pii": false
        },
        {
          "name": "attempt",
          "type": "int",
          "doc": "Which of the attempts at it.",
          "pii": false
        },
        {
          "name": "outcome",
          "type": {
            "type": "enum",
            "name": "WorkerTaskOutcome",
            "symbols": [
              "completed",
              "failed",
              "unknown"
            ],
            "default": "unknown"
          },
          "doc": "What came of it.",
          "pii": false
        },
        {
          "name": "result",
          "type": [
            "null",
            "string"
          ],
          "doc": "The result as JSON, in codes and numbers; null of a failure.",
          "pii": false,
          "default": null
        },
        {
          "name": "code",
          "type": [
            "null",
            "string"
          ],
          "doc": "Stable code of a failure.",
          "pii": false,
          "default": null
        },
        {
          "name": "retriable",
          "type": "boolean",
          "doc": "Whether another attempt may succeed.",
          "pii": false,
          "default": false
        },
        {
          "name": "worker",
          "type": "string",
          "doc": "The worker as it names itself.",
          "pii": false
        },
        {
          "name": "actor",
          "type": "string",
          "doc": "The opaque subject of its token.",
          "pii": false
        },
        {
          "name": "settledAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When.",
          "pii": false
        }
      ]
    }
  ],
  "topics": [
    {
      "name": "cdp.tracking",
      "owner": "customer-data-platform",
      "doc": "Tracking calls as they came, in order per visitor. A source of the timeline.",
      "key": {
        "is": "first identifier of the visitor",
        "from": [
          "customer"
        ]
      },
      "about": "customer",
      "partitions": 32,
      "cleanup": "delete",
      "types": [
        "continuo.cdp.TrackReceived",
        "continuo.cdp.CustomerIdentified"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "cdp.consents",
      "owner": "customer-data-platform",
      "doc": "What customers agreed to and withdrew. A source of the timeline.",
      "key": {
        "is": "customer",
        "from": [
          "customer",
          "profile"
        ]
      },
      "about": "either",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.cdp.ConsentGranted",
        "continuo.cdp.ConsentWithdrawn"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "cdp.segments",
      "owner": "customer-data-platform",
      "doc": "Who came into a segment and who left. A source of the timeline.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.cdp.SegmentEntered",
        "continuo.cdp.SegmentLeft"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "cdp.profiles",
      "owner": "customer-data-platform",
      "doc": "The life of profiles, for those who follow profiles and not the whole timeline.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.cdp.ProfileCreated",
        "continuo.cdp.ProfileMerged",
        "continuo.cdp.ProfileSplit",
        "continuo.cdp.ProfileChanged",
        "continuo.cdp.ProfileErased"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [],
      "retentionMs": 2592000000
    },
    {
      "name": "cdp.timeline",
      "owner": "customer-data-platform",
      "doc": "Everything about a customer in one order, keyed by profile. One writer.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 32,
      "cleanup": "delete",
      "types": [
        "continuo.cdp.ProfileCreated",
        "continuo.cdp.ProfileMerged",
        "continuo.cdp.ProfileSplit",
        "continuo.cdp.ProfileChanged",
        "continuo.cdp.ProfileErased"
      ],
      "forwards": [
        "cdp.tracking",
        "cdp.consents",
        "cdp.segments",
        "orchestrator.requests",
        "collaboration.messages",
        "collaboration.suppressions",
        "collaboration.deliveries",
        "collaboration.places",
        "collaboration.alerts",
        "collaboration.tasks",
        "contact-centre.interactions",
        "crm.contacts",
        "crm.cases",
        "operations.orders"
      ],
      "producers": [],
      "consumers": [
        "cdp-activity",
        "orchestrator",
        "collaboration",
        "contact-centre",
        "crm",
        "operations"
      ],
      "retentionMs": 7776000000
    },
    {
      "name": "cdp.commands",
      "owner": "customer-data-platform",
      "doc": "What the customer data platform is asked to do.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 32,
      "cleanup": "delete",
      "types": [],
      "forwards": [],
      "producers": [
        "orchestrator"
      ],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "orchestrator.requests",
      "owner": "orchestrator",
      "doc": "What changes an instance from outside its events, on its way to the timeline. A source of the timeline.",
      "key": {
        "is": "customer",
        "from": [
          "customer",
          "profile"
        ]
      },
      "about": "either",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.orchestrator.InstanceEntryRequested",
        "continuo.orchestrator.InstanceActionRequested",
        "continuo.orchestrator.InstanceMigrationRequested",
        "continuo.orchestrator.AnswerForwarded",
        "continuo.orchestrator.WorkerTaskSettled"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "orchestrator.instances",
      "owner": "orchestrator",
      "doc": "What happens in running journeys.",
      "key": {
        "is": "profile",
        "from": [
          "value.profileId"
        ]
      },
      "about": "profile",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.orchestrator.JourneyStarted",
        "continuo.orchestrator.StepEntered",
        "continuo.orchestrator.StepLeft",
        "continuo.orchestrator.CommandIssued",
        "continuo.orchestrator.ExperimentAssigned",
        "continuo.orchestrator.SendHeld",
        "continuo.orchestrator.SendSkipped",
        "continuo.orchestrator.StepFailed",
        "continuo.orchestrator.IncidentRaised",
        "continuo.orchestrator.IncidentResolved",
        "continuo.orchestrator.InstanceMoved",
        "continuo.orchestrator.InstanceMigrated",
        "continuo.orchestrator.EntryDeclined",
        "continuo.orchestrator.GoalReached",
        "continuo.orchestrator.JourneyEnded"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [],
      "retentionMs": 2592000000
    },
    {
      "name": "orchestrator.journeys",
      "owner": "orchestrator",
      "doc": "Published versions of journeys, and whether they run.",
      "key": {
        "is": "journey",
        "from": [
          "value.journey"
        ]
      },
      "about": "none",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.orchestrator.JourneyPublished",
        "continuo.orchestrator.JourneyStateChanged"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [],
      "retentionMs": 2592000000
    },
    {
      "name": "orchestrator.commands",
      "owner": "orchestrator",
      "doc": "What the orchestrator is asked to do.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 32,
      "cleanup": "delete",
      "types": [],
      "forwards": [],
      "producers": [],
      "consumers": [
        "orchestrator"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "collaboration.commands",
      "owner": "collaboration",
      "doc": "Messages and tasks that are to reach a person.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 32,
      "cleanup": "delete",
      "types": [
        "continuo.collaboration.commands.SendMessage",
        "continuo.collaboration.commands.AlertStaff",
        "continuo.collaboration.commands.CreateTask",
        "continuo.collaboration.commands.ReassignTask",
        "continuo.collaboration.commands.CloseTask"
      ],
      "forwards": [],
      "producers": [
        "orchestrator"
      ],
      "consumers": [
        "collaboration"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "collaboration.deliveries",
      "owner": "collaboration",
      "doc": "What became of messages. A source of the timeline.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.collaboration.MessageSent",
        "continuo.collaboration.MessageFailed",
        "continuo.collaboration.MessageExpired",
        "continuo.collaboration.MessageRefused",
        "continuo.collaboration.DeliveryChanged"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "collaboration.messages",
      "owner": "collaboration",
      "doc": "What customers wrote to us, without its text. A source of the timeline.",
      "key": {
        "is": "customer",
        "from": [
          "customer"
        ]
      },
      "about": "customer",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.collaboration.MessageReceived"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "collaboration.suppressions",
      "owner": "collaboration",
      "doc": "Addresses that must not be written to, and those that may be again. A source of the timeline.",
      "key": {
        "is": "first hash of the address",
        "from": [
          "customer"
        ]
      },
      "about": "customer",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.collaboration.AddressSuppressed",
        "continuo.collaboration.AddressReleased"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "collaboration.places",
      "owner": "collaboration",
      "doc": "Customers who agreed to it coming near our places and going. A source of the timeline.",
      "key": {
        "is": "customer",
        "from": [
          "customer"
        ]
      },
      "about": "customer",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.collaboration.PlaceEntered",
        "continuo.collaboration.PlaceLeft"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "collaboration.alerts",
      "owner": "collaboration",
      "doc": "What the staff of our places was told, and took on. A source of the timeline.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.collaboration.StaffAlerted",
        "continuo.collaboration.StaffAlertAcknowledged",
        "continuo.collaboration.StaffAlertRefused"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "collaboration.tasks",
      "owner": "collaboration",
      "doc": "Tasks for people. A source of the timeline.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.collaboration.TaskCreated",
        "continuo.collaboration.TaskClaimed",
        "continuo.collaboration.TaskCompleted",
        "continuo.collaboration.TaskCancelled",
        "continuo.collaboration.TaskRefused",
        "continuo.collaboration.TaskReassigned",
        "continuo.collaboration.TaskClosed",
        "continuo.collaboration.TaskDecisionRefused"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "contact-centre.interactions",
      "owner": "contact-centre",
      "doc": "Conversations with agents, from the first ring to the end. A source of the timeline.",
      "key": {
        "is": "interaction",
        "from": [
          "value.interactionId"
        ]
      },
      "about": "either",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.contact_centre.InteractionStarted",
        "continuo.contact_centre.InteractionOffered",
        "continuo.contact_centre.OfferEnded",
        "continuo.contact_centre.InteractionAccepted",
        "continuo.contact_centre.InteractionEnded"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "crm.contacts",
      "owner": "crm",
      "doc": "The people we do business with, without what is personal of them. A source of the timeline.",
      "key": {
        "is": "contact",
        "from": [
          "value.contactId"
        ]
      },
      "about": "customer",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.crm.ContactCreated",
        "continuo.crm.ContactUpdated"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "crm.cases",
      "owner": "crm",
      "doc": "Matters of customers that are taken care of. A source of the timeline.",
      "key": {
        "is": "profile or customer",
        "from": [
          "profile",
          "customer"
        ]
      },
      "about": "either",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.crm.CaseOpened",
        "continuo.crm.CaseActivityAdded",
        "continuo.crm.CaseClosed",
        "continuo.crm.CaseReopened",
        "continuo.crm.CaseRefused"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "crm.commands",
      "owner": "crm",
      "doc": "What crm is asked to do.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 32,
      "cleanup": "delete",
      "types": [
        "continuo.crm.commands.OpenCase",
        "continuo.crm.commands.CloseCase"
      ],
      "forwards": [],
      "producers": [
        "orchestrator"
      ],
      "consumers": [
        "crm"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "operations.orders",
      "owner": "operations",
      "doc": "Orders from their acceptance to their end. A source of the timeline.",
      "key": {
        "is": "order",
        "from": [
          "value.orderId"
        ]
      },
      "about": "either",
      "partitions": 8,
      "cleanup": "delete",
      "types": [
        "continuo.operations.OrderAccepted",
        "continuo.operations.StockReserved",
        "continuo.operations.ReservationFailed",
        "continuo.operations.StockReleased",
        "continuo.operations.ReservationRefused",
        "continuo.operations.OrderReady",
        "continuo.operations.OrderCollected",
        "continuo.operations.OrderCancelled",
        "continuo.operations.OrderFalloutRaised",
        "continuo.operations.OrderFalloutResolved"
      ],
      "forwards": [],
      "producers": [],
      "consumers": [
        "cdp"
      ],
      "retentionMs": 2592000000
    },
    {
      "name": "operations.commands",
      "owner": "operations",
      "doc": "What operations is asked to do.",
      "key": {
        "is": "profile",
        "from": [
          "profile"
        ]
      },
      "about": "profile",
      "partitions": 32,
      "cleanup": "delete",
      "types": [
        "continuo.operations.commands.ReserveStock",
        "continuo.operations.commands.ReleaseStock"
      ],
      "forwards": [],
      "producers": [
        "orchestrator"
      ],
      "consumers": [
        "operations"
      ],
      "retentionMs": 2592000000
    }
  ],
  "services": [
    {
      "name": "customer-data-platform",
      "short": "cdp"
    },
    {
      "name": "orchestrator",
      "short": "orchestrator"
    },
    {
      "name": "collaboration",
      "short": "collaboration"
    },
    {
      "name": "contact-centre",
      "short": "contact-centre"
    },
    {
      "name": "crm",
      "short": "crm"
    },
    {
      "name": "operations",
      "short": "operations"
    }
  ]
};
