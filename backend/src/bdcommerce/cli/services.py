"""The services there are. The only list of them."""

from bdcommerce.accounts.bootstrap import SERVICE as ACCOUNTS
from bdcommerce.analytics.bootstrap import SERVICE as ANALYTICS
from bdcommerce.catalog.bootstrap import SERVICE as CATALOG
from bdcommerce.compliance.bootstrap import SERVICE as COMPLIANCE
from bdcommerce.fulfilment.bootstrap import SERVICE as FULFILMENT
from bdcommerce.gateway.bootstrap import SERVICE as GATEWAY
from bdcommerce.infra.service import Service
from bdcommerce.inventory.bootstrap import SERVICE as INVENTORY
from bdcommerce.notifications.bootstrap import SERVICE as NOTIFICATIONS
from bdcommerce.orders.bootstrap import SERVICE as ORDERS
from bdcommerce.payments.bootstrap import SERVICE as PAYMENTS
from bdcommerce.vendors.bootstrap import SERVICE as VENDORS

SERVICES: tuple[Service, ...] = (
    ACCOUNTS,
    VENDORS,
    CATALOG,
    INVENTORY,
    ORDERS,
    FULFILMENT,
    PAYMENTS,
    NOTIFICATIONS,
    ANALYTICS,
    COMPLIANCE,
    GATEWAY,
)
BY_NAME = {service.name: service for service in SERVICES}
