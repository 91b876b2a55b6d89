#!/bin/sh
# For contrib/compose.yaml: every three hours at a minute of this container's own, to the console and to a file.
# Without --gu and --gp the user name and the password come from the environment or from /run/secrets.
echo "$(( $RANDOM % 59 +0 )) */3 * * * withings-sync --gu garmin-username --gp 'mypassword' -v | tee -a /root/withings-sync.log" > /etc/crontabs/root
crond -f -l 6 -L /dev/stdout
