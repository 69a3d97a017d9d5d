#!/bin/bash
# usage: unshare --mount --pid --fork boot.sh FOLDER
# A machine within this one, for root: its files are this one's, what it writes is in memory and gone
# with it, and systemd is its first process. Only the network is shared.
set -eu
folder=$1

mount --make-rprivate /
mount -t tmpfs -o mode=0755 memory "$folder"
mkdir "$folder"/{written,work,root}
mount -t overlay -o "lowerdir=/,upperdir=$folder/written,workdir=$folder/work" overlay "$folder/root"
cp /etc/resolv.conf /etc/hosts "$folder"  # which may be mounts, as in a container
cd "$folder/root"

mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t tmpfs -o mode=0755 run run
mount -t tmpfs -o mode=1777 tmp tmp
mount -t tmpfs -o mode=0755 dev dev
for device in null zero full random urandom tty; do
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/shm dev/pts
mount -t tmpfs -o mode=1777 shm dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr

if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then
  mount -t cgroup2 cgroup sys/fs/cgroup
else
  mount -t tmpfs -o mode=0755 cgroup sys/fs/cgroup
  mkdir sys/fs/cgroup/unified sys/fs/cgroup/systemd
  mount -t cgroup2 cgroup sys/fs/cgroup/unified
  mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
fi

cp --remove-destination "$folder"/resolv.conf "$folder"/hosts etc/
echo -n > etc/fstab
ln -sf /dev/null etc/systemd/system/systemd-modules-load.service
rm -f usr/sbin/policy-rc.d  # which keeps packages from starting their services
mkdir tmp/old
pivot_root . tmp/old
umount -l /tmp/old
exec env -i container=other PATH="$PATH" /lib/systemd/systemd --system --unit=basic.target
