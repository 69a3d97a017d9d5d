"""What stands where a real cloud has hypervisors, switches, disks and load balancers."""
