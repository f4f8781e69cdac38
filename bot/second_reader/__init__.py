"""What does a second reader say of a reply, and what follows where the two agree or differ?"""
