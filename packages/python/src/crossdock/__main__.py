from crossdock.command import main

main()
